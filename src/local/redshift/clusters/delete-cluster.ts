import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { invalidCombination } from './invalid.js';

/** DeleteCluster: answers `deleting`; the database's files go with the cluster. Snapshots are not kept here. */
export function deleteCluster(store: ClusterStore): Action {
  return (input) => {
    const record = store.getIn(input.ClusterIdentifier, ['available', 'paused', 'creating'], 'delete');
    if (!input.SkipFinalClusterSnapshot && !input.FinalClusterSnapshotIdentifier) {
      throw invalidCombination(
        'FinalClusterSnapshotIdentifier is required unless SkipFinalClusterSnapshot is specified.',
      );
    }
    store.transition(record, 'deleting');
    return { Cluster: store.describe(record) };
  };
}
