import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { describeSubnetGroup } from './create-cluster-subnet-group.js';
import { page } from './page.js';
import { matchesTags } from './tags.js';

/** DescribeClusterSubnetGroups: one by name, or all that match the tags. */
export function describeClusterSubnetGroups(store: ClusterStore): Action {
  return (input) => {
    const name = input.ClusterSubnetGroupName;
    if (name) {
      const record = store.subnetGroups[name.toLowerCase()];
      if (!record)
        throw new AwsError('ClusterSubnetGroupNotFoundFault', `Cluster subnet group '${name}' not found.`);
      return { ClusterSubnetGroups: [describeSubnetGroup(record)] };
    }
    const found = Object.values(store.subnetGroups).filter((record) => matchesTags(record.tags, input));
    const { items, marker } = page(found, input);
    return { ClusterSubnetGroups: items.map(describeSubnetGroup), Marker: marker };
  };
}
