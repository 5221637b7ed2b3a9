import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { duration, type TemporaryCredentials } from './temporary-credentials.js';

/** GetClusterCredentials: a temporary password for `IAM:<DbUser>` (`IAMA:` with AutoCreate). The user is not looked up. */
export function getClusterCredentials(store: ClusterStore, credentials: TemporaryCredentials): Action {
  return (input) => {
    const record = store.get(input.ClusterIdentifier);
    const expiration = Date.now() + duration(input.DurationSeconds) * 1000;
    const user = `${input.AutoCreate ? 'IAMA' : 'IAM'}:${input.DbUser}`;
    return {
      DbUser: user,
      DbPassword: credentials.issue(record.identifier, user, expiration),
      Expiration: new Date(expiration),
    };
  };
}
