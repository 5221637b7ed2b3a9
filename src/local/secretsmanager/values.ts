import type { Action } from '../service.js';
import {
  invalidParameter,
  invalidRequest,
  notFound,
  type Secret,
  type SecretStore,
  type SecretVersion,
} from './store.js';
import { addVersion, hasValue, moveStage } from './versions.js';

/** GetSecretValue, PutSecretValue, UpdateSecret, UpdateSecretVersionStage, ListSecretVersionIds. */
export function valueActions(store: SecretStore): Record<string, Action> {
  return {
    GetSecretValue(input) {
      const secret = store.live(input.SecretId);
      const version = versionOf(secret, input);
      const today = new Date().setUTCHours(0, 0, 0, 0);
      if (secret.accessed !== today || version.accessed !== today) {
        secret.accessed = today;
        version.accessed = today;
        store.save();
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        SecretString: version.text,
        SecretBinary: version.base64 === undefined ? undefined : Buffer.from(version.base64, 'base64'),
        VersionStages: version.stages,
        CreatedDate: new Date(version.created),
      };
    },
    PutSecretValue(input) {
      const secret = store.live(input.SecretId);
      if (!hasValue(input)) throw invalidRequest('You must provide either SecretString or SecretBinary.');
      const version = addVersion(secret, input, input.VersionStages ?? ['AWSCURRENT']);
      store.save();
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
    },
    UpdateSecret(input) {
      const secret = store.live(input.SecretId);
      const version = hasValue(input) ? addVersion(secret, input, ['AWSCURRENT']) : undefined;
      if (input.Description !== undefined) secret.description = input.Description;
      if (input.KmsKeyId !== undefined) secret.kmsKeyId = input.KmsKeyId;
      secret.changed = Date.now();
      store.save();
      return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
    },
    UpdateSecretVersionStage(input) {
      const secret = store.live(input.SecretId);
      const stage: string = input.VersionStage;
      const holder = secret.versions.find(({ stages }) => stages.includes(stage));
      const to = input.MoveToVersionId && byId(secret, input.MoveToVersionId);
      if (holder && holder !== to && holder.id !== input.RemoveFromVersionId)
        throw invalidParameter(
          `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
        );
      if (!to && stage === 'AWSCURRENT')
        throw invalidParameter(
          `You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.`,
        );
      moveStage(secret, stage, to || undefined);
      secret.changed = Date.now();
      store.save();
      return { ARN: secret.arn, Name: secret.name };
    },
    ListSecretVersionIds(input) {
      const secret = store.get(input.SecretId);
      const versions = secret.versions.filter(({ stages }) => stages.length > 0 || input.IncludeDeprecated);
      return {
        ARN: secret.arn,
        Name: secret.name,
        Versions: versions.map((version) => ({
          VersionId: version.id,
          VersionStages: version.stages.length ? version.stages : undefined,
          CreatedDate: new Date(version.created),
          LastAccessedDate: version.accessed === undefined ? undefined : new Date(version.accessed),
          KmsKeyIds: [secret.kmsKeyId ?? 'DefaultEncryptionKey'],
        })),
      };
    },
  };
}

function byId(secret: Secret, id: string): SecretVersion {
  const version = secret.versions.find((candidate) => candidate.id === id);
  if (!version) throw notFound(`Secrets Manager can't find the specified secret value for VersionId: ${id}`);
  return version;
}

/** @throws AwsError as recorded in `test_get_secret_value_errors`, `test_secret_version_not_found` */
function versionOf(secret: Secret, input: { VersionId?: string; VersionStage?: string }): SecretVersion {
  if (input.VersionId !== undefined) {
    const version = byId(secret, input.VersionId);
    if (input.VersionStage !== undefined && !version.stages.includes(input.VersionStage))
      throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
    return version;
  }
  const stage = input.VersionStage ?? 'AWSCURRENT';
  const version = secret.versions.find(({ stages }) => stages.includes(stage));
  if (!version)
    throw notFound(`Secrets Manager can't find the specified secret value for staging label: ${stage}`);
  return version;
}
