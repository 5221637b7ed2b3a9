import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';

/** DeleteClusterSubnetGroup: refused while a cluster uses it. */
export function deleteClusterSubnetGroup(store: ClusterStore): Action {
  return (input) => {
    const name = String(input.ClusterSubnetGroupName).toLowerCase();
    if (!store.subnetGroups[name]) {
      throw new AwsError('ClusterSubnetGroupNotFoundFault', `Cluster subnet group '${name}' not found.`);
    }
    const user = Object.values(store.clusters).find((cluster) => cluster.subnetGroup === name);
    if (user) {
      throw new AwsError(
        'InvalidClusterSubnetGroupStateFault',
        `Cannot delete subnet group ${name}: it is in use by cluster ${user.identifier}.`,
      );
    }
    delete store.subnetGroups[name];
    store.save();
    return {};
  };
}
