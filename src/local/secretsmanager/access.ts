import { type AccessTable, arnOf, noResource } from '../policy/access-table.js';
import type { SecretStore } from './store.js';

/** Secrets by their whole ARN, whatever the call names them by; one that isn't there by what was asked for. */
export function secretsAccess(store: SecretStore): AccessTable {
  return {
    needs: {
      CreateSecret: ({ Name }, place) => [arnOf('secretsmanager', place, `secret:${Name}`)],
      ListSecrets: noResource,
      GetRandomPassword: noResource,
    },
    otherwise: ({ SecretId }, place) => [
      SecretId === undefined
        ? undefined
        : (store.find(SecretId)?.arn ??
          (SecretId.startsWith('arn:') ? SecretId : arnOf('secretsmanager', place, `secret:${SecretId}`))),
    ],
    resourcePolicy: (arn) => store.find(arn)?.policy,
  };
}
