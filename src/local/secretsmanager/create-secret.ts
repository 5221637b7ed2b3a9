import { AwsError } from '../protocol/errors.js';
import type { Action, Caller } from '../service.js';
import { invalidParameter, invalidRequest, type Secret, type SecretStore } from './store.js';
import { addVersion, hasValue, tokenOf } from './versions.js';

/**
 * Makes a secret, with a first version if there is a value.
 * @throws AwsError ValidationException, ResourceExistsException, InvalidRequestException
 * Source: recorded `test_invalid_secret_name`, `test_exp_raised_on_creation_of_secret_scheduled_for_deletion`.
 */
export function createSecret(store: SecretStore): Action {
  return (input, { caller }) => {
    checkName(input.Name);
    const withValue = hasValue(input);
    if (withValue) tokenOf(input);
    const existing = store.all().find(({ name }) => name === input.Name);
    if (existing?.deleted !== undefined)
      throw invalidRequest(
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    if (existing) {
      // The same request again is no error.
      const same = existing.versions.find(({ id }) => id === input.ClientRequestToken);
      if (same)
        return { ARN: existing.arn, Name: existing.name, VersionId: addVersion(existing, input, []).id };
      throw new AwsError(
        'ResourceExistsException',
        `The operation failed because the secret ${input.Name} already exists.`,
      );
    }
    if (input.AddReplicaRegions?.length)
      throw invalidParameter('The local cloud has one region: AddReplicaRegions is not supported.');
    const now = Date.now();
    const secret: Secret = {
      name: input.Name,
      arn: store.newArn(input.Name),
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.KmsKeyId && { kmsKeyId: input.KmsKeyId }),
      ...owner(caller),
      created: now,
      changed: now,
      tags: input.Tags ?? [],
      versions: [],
    };
    const version = withValue ? addVersion(secret, input, ['AWSCURRENT']) : undefined;
    store.add(secret);
    return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
  };
}

/** @throws AwsError ValidationException */
export function checkName(name: string): void {
  if (name.length > 512 || !/^[A-Za-z0-9/_+=.@!-]+$/.test(name))
    throw new AwsError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
}

/** A secret that a service makes with its own credentials is marked as the service's. */
function owner(caller: Caller): { owningService?: string } {
  const service = /^([a-z-]+)\.amazonaws\.com$/.exec(caller.arn)?.[1];
  return service && service !== 'cloudformation' ? { owningService: service } : {};
}
