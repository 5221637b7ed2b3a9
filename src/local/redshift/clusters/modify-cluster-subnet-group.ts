import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { describeSubnetGroup, subnetGroup } from './create-cluster-subnet-group.js';

/**
 * ModifyClusterSubnetGroup: the list of subnets replaces the old one; without a description the old one stays. A group
 * keeps its VPC (redshift/latest/APIReference/API_ModifyClusterSubnetGroup).
 * @throws AwsError ClusterSubnetGroupNotFoundFault, InvalidSubnet
 */
export function modifyClusterSubnetGroup(store: ClusterStore): Action {
  return async (input) => {
    const name = String(input.ClusterSubnetGroupName).toLowerCase();
    const find = () => {
      const record = store.subnetGroups[name];
      if (record) return record;
      throw new AwsError('ClusterSubnetGroupNotFoundFault', `Cluster subnet group '${name}' not found.`);
    };
    const { description, tags } = find();
    const changed = await subnetGroup(store, name, { Description: description, ...input, Tags: tags });
    // While EC2 was asked, the group may have been deleted or tagged.
    const record = find();
    if (changed.vpcId !== record.vpcId) {
      throw new AwsError('InvalidSubnet', `The subnets must be in the VPC of the group, ${record.vpcId}.`);
    }
    store.subnetGroups[name] = { ...changed, tags: record.tags };
    store.save();
    return { ClusterSubnetGroup: describeSubnetGroup(store.subnetGroups[name]) };
  };
}
