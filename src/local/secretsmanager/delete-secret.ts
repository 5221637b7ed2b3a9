import type { Action } from '../service.js';
import { invalidParameter, type SecretStore } from './store.js';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** DeleteSecret and RestoreSecret. Source: Secrets Manager API reference, DeleteSecret; recorded `test_force_delete_deleted_secret`. */
export function deletionActions(store: SecretStore): Record<string, Action> {
  return {
    DeleteSecret(input) {
      const days: number | undefined = input.RecoveryWindowInDays;
      const isForced = input.ForceDeleteWithoutRecovery === true;
      if (isForced && days !== undefined)
        throw invalidParameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        );
      if (days !== undefined && (days < 7 || days > 30))
        throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
      const now = Date.now();
      if (isForced) {
        const secret = store.find(input.SecretId);
        if (secret) store.remove(secret);
        // By force, one that isn't there is as good as deleted.
        const { arn, name } = secret ?? { arn: store.newArn(input.SecretId), name: input.SecretId };
        return { ARN: arn, Name: name, DeletionDate: new Date(now) };
      }
      const secret = store.live(input.SecretId);
      secret.deleted = now;
      secret.deletionDate = now + (days ?? 30) * dayMilliseconds;
      store.save();
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(secret.deletionDate) };
    },
    RestoreSecret(input) {
      const secret = store.get(input.SecretId);
      delete secret.deleted;
      delete secret.deletionDate;
      store.save();
      return { ARN: secret.arn, Name: secret.name };
    },
  };
}
