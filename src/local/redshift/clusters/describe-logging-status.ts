import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';

/** DescribeLoggingStatus: audit logging is never on here. */
export function describeLoggingStatus(store: ClusterStore): Action {
  return (input) => {
    store.get(input.ClusterIdentifier);
    return { LoggingEnabled: false };
  };
}
