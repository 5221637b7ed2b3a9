import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { parameterGroup } from './describe-cluster-parameter-groups.js';

/** DeleteClusterParameterGroup: refused for the default group and while a cluster uses it. */
export function deleteClusterParameterGroup(store: ClusterStore): Action {
  return (input) => {
    const group = parameterGroup(store, input.ParameterGroupName);
    const used = Object.values(store.clusters).some((cluster) => cluster.parameterGroup === group.name);
    if (used || group.name.startsWith('default.')) {
      throw new AwsError(
        'InvalidClusterParameterGroupStateFault',
        `Cannot delete parameter group ${group.name}: it is in use.`,
      );
    }
    delete store.parameterGroups[group.name];
    store.save();
    return {};
  };
}
