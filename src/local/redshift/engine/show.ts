import { SqlError } from '../dialect/sql-error.js';
import type { Execution } from './execution.js';
import type { Outcome } from './outcome.js';

const defaults: Record<string, string> = {
  search_path: '$user, public',
  timezone: 'UTC',
  time_zone: 'UTC',
  datestyle: 'ISO, MDY',
  statement_timeout: '0',
  query_group: 'unset',
  enable_case_sensitive_identifier: 'off',
  enable_case_sensitive_super_attribute: 'off',
  enable_result_cache_for_session: 'off',
  json_parse_truncate_strings: 'off',
  server_version: '8.0.2',
  server_encoding: 'UNICODE',
  client_encoding: 'UTF8',
  extra_float_digits: '0',
  analyze_threshold_percent: '10',
  navigate_super_null_on_error: 'on',
  cast_super_null_on_error: 'on',
};

/** Whether Redshift has a session setting of this name. */
export function isSetting(name: string): boolean {
  return name in defaults;
}

/** SHOW: one row of one column. */
export async function show(execution: Execution, name: string): Promise<Outcome> {
  const setting = name.toLowerCase();
  const value = execution.session.settings.get(setting) ?? defaults[setting];
  if (value === undefined) throw new SqlError(`unrecognized configuration parameter "${name}"`, '42704');
  execution.sink.columns([
    { name: setting, type: { name: 'varchar', length: 256 }, schemaName: '', tableName: '' },
  ]);
  await execution.sink.rows([[value]]);
  return { hasResultSet: true, rowCount: 1, notices: [] };
}
