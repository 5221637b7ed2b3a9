import { AwsError } from '../protocol/errors.js';
import { invalidParameter, invalidRequest, type Secret, type SecretVersion } from './store.js';

export interface ValueInput {
  ClientRequestToken?: string;
  SecretString?: string;
  SecretBinary?: Uint8Array;
}

/** Whether the request carries a value. @throws AwsError InvalidParameterException for both forms at once */
export function hasValue(input: ValueInput): boolean {
  if (input.SecretString !== undefined && input.SecretBinary !== undefined)
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  return input.SecretString !== undefined || input.SecretBinary !== undefined;
}

/**
 * The token that becomes the version's id.
 * @throws AwsError InvalidRequestException, InvalidParameterException. Source: recorded `test_no_client_request_token`.
 */
export function tokenOf(input: ValueInput): string {
  if (!input.ClientRequestToken)
    throw invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');
  if (input.ClientRequestToken.length < 32 || input.ClientRequestToken.length > 64)
    throw invalidParameter('ClientRequestToken must be 32-64 characters long.');
  return input.ClientRequestToken;
}

/**
 * Adds a version under a request's token and moves the stages to it; the same request again changes nothing.
 * @throws AwsError ResourceExistsException for the token with another value
 */
export function addVersion(secret: Secret, input: ValueInput, stages: readonly string[]): SecretVersion {
  const id = tokenOf(input);
  const value = {
    ...(input.SecretString !== undefined && { text: input.SecretString }),
    ...(input.SecretBinary && { base64: Buffer.from(input.SecretBinary).toString('base64') }),
  };
  const existing = secret.versions.find((version) => version.id === id);
  if (existing) {
    if (existing.text !== input.SecretString || existing.base64 !== value.base64)
      throw new AwsError(
        'ResourceExistsException',
        "You can't use ClientRequestToken for a different operation: a version with this token and another value exists.",
      );
    return existing;
  }
  const version: SecretVersion = { id, created: Date.now(), stages: [], ...value };
  secret.versions.push(version);
  for (const stage of stages) moveStage(secret, stage, version);
  secret.changed = Date.now();
  forgetOldest(secret);
  return version;
}

/**
 * Puts a stage on one version and off every other. When AWSCURRENT moves, the version it leaves becomes AWSPREVIOUS.
 * Source: Secrets Manager API reference, UpdateSecretVersionStage.
 */
export function moveStage(secret: Secret, stage: string, to: SecretVersion | undefined): void {
  const from = secret.versions.find((version) => version.stages.includes(stage));
  if (from === to) return;
  for (const version of secret.versions) version.stages = version.stages.filter((other) => other !== stage);
  to?.stages.push(stage);
  to?.stages.sort();
  if (stage === 'AWSCURRENT' && from) {
    // A version that was both leaves AWSPENDING with AWSCURRENT: recorded `…_stages_current_pending`.
    from.stages = from.stages.filter((other) => other !== 'AWSPENDING');
    moveStage(secret, 'AWSPREVIOUS', from);
    if (to) to.stages = to.stages.filter((other) => other !== 'AWSPREVIOUS');
  }
}

/** Versions without a stage go when there are more than a hundred. Source: user guide, 'Secret versions'. */
function forgetOldest(secret: Secret): void {
  while (secret.versions.length > 100) {
    const at = secret.versions.findIndex(({ stages }) => stages.length === 0);
    if (at < 0) return;
    secret.versions.splice(at, 1);
  }
}
