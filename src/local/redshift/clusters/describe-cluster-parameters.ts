import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { parameterGroup } from './describe-cluster-parameter-groups.js';

interface EngineParameter {
  name: string;
  value: string;
  type: string;
  description: string;
}

const engineParameters: EngineParameter[] = [
  { name: 'auto_analyze', value: 'true', type: 'boolean', description: 'Use auto analyze' },
  { name: 'auto_mv', value: 'true', type: 'boolean', description: 'Use auto mv capability' },
  {
    name: 'datestyle',
    value: 'ISO, MDY',
    type: 'string',
    description: 'Sets the display format for date and time values.',
  },
  {
    name: 'enable_case_sensitive_identifier',
    value: 'false',
    type: 'boolean',
    description: 'Preserve case sensitivity for database identifiers.',
  },
  {
    name: 'enable_user_activity_logging',
    value: 'false',
    type: 'boolean',
    description: 'parameter for audit logging purpose',
  },
  {
    name: 'extra_float_digits',
    value: '0',
    type: 'integer',
    description: 'Sets the number of digits displayed for floating-point values',
  },
  {
    name: 'max_concurrency_scaling_clusters',
    value: '1',
    type: 'integer',
    description: 'The maximum concurrency scaling clusters can be used.',
  },
  {
    name: 'max_cursor_result_set_size',
    value: 'default',
    type: 'integer',
    description: 'Sets the max cursor result set size',
  },
  {
    name: 'query_group',
    value: 'default',
    type: 'string',
    description: 'This parameter applies a user-defined label to a group of queries.',
  },
  {
    name: 'require_ssl',
    value: 'true',
    type: 'boolean',
    description: 'require ssl for all databaseconnections',
  },
  {
    name: 'search_path',
    value: '$user, public',
    type: 'string',
    description: 'Sets the schema search order for names that are not schema-qualified.',
  },
  {
    name: 'statement_timeout',
    value: '0',
    type: 'integer',
    description: 'Aborts any statement that takes over the specified number of milliseconds.',
  },
  { name: 'use_fips_ssl', value: 'false', type: 'boolean', description: 'Use fips ssl library' },
  {
    name: 'wlm_json_configuration',
    value: '[{"auto_wlm":true}]',
    type: 'string',
    description: 'wlm json configuration',
  },
];

/** DescribeClusterParameters: the engine's parameters with the group's own values over the defaults. */
export function describeClusterParameters(store: ClusterStore): Action {
  return (input) => {
    const group = parameterGroup(store, input.ParameterGroupName);
    const parameters = engineParameters.map((parameter) => ({
      ParameterName: parameter.name,
      ParameterValue: group.values[parameter.name] ?? parameter.value,
      Description: parameter.description,
      Source: parameter.name in group.values ? 'user' : 'engine-default',
      DataType: parameter.type,
      ApplyType: 'static',
      IsModifiable: true,
    }));
    return { Parameters: parameters.filter((p) => !input.Source || p.Source === input.Source) };
  };
}

/** Whether the engine knows a parameter of this name. */
export function isEngineParameter(name: string): boolean {
  return engineParameters.some((parameter) => parameter.name === name);
}
