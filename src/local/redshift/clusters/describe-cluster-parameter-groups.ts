import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterStore, ParameterGroupRecord } from './cluster-store.js';
import { defaultParameterGroup, describeParameterGroup } from './create-cluster-parameter-group.js';
import { page } from './page.js';
import { matchesTags } from './tags.js';

/** DescribeClusterParameterGroups: one by name, or all that match the tags. */
export function describeClusterParameterGroups(store: ClusterStore): Action {
  return (input) => {
    if (input.ParameterGroupName) {
      return { ParameterGroups: [describeParameterGroup(parameterGroup(store, input.ParameterGroupName))] };
    }
    const all = [defaultParameterGroup, ...Object.values(store.parameterGroups)];
    const { items, marker } = page(
      all.filter((record) => matchesTags(record.tags, input)),
      input,
    );
    return { ParameterGroups: items.map(describeParameterGroup), Marker: marker };
  };
}

/** @throws AwsError ClusterParameterGroupNotFound */
export function parameterGroup(store: ClusterStore, name: string): ParameterGroupRecord {
  const record =
    name === defaultParameterGroup.name ? defaultParameterGroup : store.parameterGroups[name.toLowerCase()];
  if (!record) throw new AwsError('ClusterParameterGroupNotFoundFault', `ParameterGroup not found: ${name}`);
  return record;
}
