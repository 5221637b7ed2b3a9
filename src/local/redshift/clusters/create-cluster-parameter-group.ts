import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterStore, ParameterGroupRecord } from './cluster-store.js';
import { invalidValue } from './invalid.js';

/** CreateClusterParameterGroup */
export function createClusterParameterGroup(store: ClusterStore): Action {
  return (input) => {
    const name = String(input.ParameterGroupName).toLowerCase();
    if (!/^[a-z](?:-?[a-z0-9])*$/.test(name)) throw invalidValue(`Invalid parameter group name ${name}`);
    if (!/^redshift-[12]\.0$/.test(input.ParameterGroupFamily)) {
      throw invalidValue(
        `ParameterGroupFamily ${input.ParameterGroupFamily} is not a valid parameter group family`,
      );
    }
    if (store.parameterGroups[name]) {
      throw new AwsError('ClusterParameterGroupAlreadyExistsFault', `Parameter group ${name} already exists`);
    }
    const record: ParameterGroupRecord = {
      name,
      family: input.ParameterGroupFamily,
      description: input.Description,
      values: {},
      tags: input.Tags ?? [],
    };
    store.parameterGroups[name] = record;
    store.save();
    return { ClusterParameterGroup: describeParameterGroup(record) };
  };
}

/** The record as `ClusterParameterGroup` of the API. */
export function describeParameterGroup(record: ParameterGroupRecord): object {
  return {
    ParameterGroupName: record.name,
    ParameterGroupFamily: record.family,
    Description: record.description,
    Tags: record.tags,
  };
}

/** The group that every account has. */
export const defaultParameterGroup: ParameterGroupRecord = {
  name: 'default.redshift-1.0',
  family: 'redshift-1.0',
  description: 'Default parameter group for redshift-1.0',
  values: {},
  tags: [],
};
