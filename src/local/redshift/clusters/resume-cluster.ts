import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';

/** ResumeCluster: `resuming`, then `available`. */
export function resumeCluster(store: ClusterStore): Action {
  return (input) => {
    const record = store.getIn(input.ClusterIdentifier, ['paused'], 'resume');
    store.transition(record, 'resuming');
    return { Cluster: store.describe(record) };
  };
}
