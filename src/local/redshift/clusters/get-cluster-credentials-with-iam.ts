import type { Action, Caller } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { duration, type TemporaryCredentials } from './temporary-credentials.js';

/** GetClusterCredentialsWithIAM: a temporary password for the database user that stands for the caller. */
export function getClusterCredentialsWithIam(store: ClusterStore, credentials: TemporaryCredentials): Action {
  return (input, context) => {
    const record = store.get(input.ClusterIdentifier);
    const end = Date.now() + duration(input.DurationSeconds) * 1000;
    const user = iamDatabaseUser(context.caller);
    return {
      DbUser: user,
      DbPassword: credentials.issue(record.identifier, user, end),
      Expiration: new Date(end),
      NextRefreshTime: new Date(end),
    };
  };
}

/** `IAMR:<role>` for a role's session, else `IAM:<user>` (Redshift Management Guide, generating IAM credentials). */
export function iamDatabaseUser(caller: Caller): string {
  const role =
    caller.roleArn ?? (/:assumed-role\//.test(caller.arn) ? caller.arn.replace(/\/[^/]*$/, '') : undefined);
  if (role) return `IAMR:${role.slice(role.lastIndexOf('/') + 1)}`;
  return `IAM:${caller.arn.slice(Math.max(caller.arn.lastIndexOf('/'), caller.arn.lastIndexOf(':')) + 1)}`;
}
