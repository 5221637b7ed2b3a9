import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';

/** PauseCluster: `pausing`, then `paused`; statements are refused meanwhile and the database's files are closed. */
export function pauseCluster(store: ClusterStore): Action {
  return (input) => {
    const record = store.getIn(input.ClusterIdentifier, ['available'], 'pause');
    store.transition(record, 'pausing');
    return { Cluster: store.describe(record) };
  };
}
