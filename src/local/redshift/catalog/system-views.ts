import type { DuckDBConnection } from '@duckdb/node-api';
import type { RelationColumn } from '../dialect/resolver.js';
import { redshiftType, typeText } from '../dialect/types.js';
import { loadViews } from './load-views.js';
import { modelViews } from './model-views.js';
import { hiddenTables } from './tables.js';

/** The columns of each system view. */
export type SystemColumns = Map<string, RelationColumn[]>;

const entries = (kind: string) => `redshift_catalog.entries WHERE kind = '${kind}'`;
const text = (member: string) => `(value->>'${member}')`;
const superuser = "coalesce(getvariable('rs_superuser'), false)";
const currentUser = "coalesce(getvariable('rs_user'), '')";
const ownRows = `(${superuser} OR user_name = ${currentUser})`;

/** `schema.relation` pairs that the session's user may see: what it owns, or holds any privilege on. */
const visible = `(${superuser} OR owner = ${currentUser} OR EXISTS (
  SELECT 1 FROM redshift_catalog.entries g WHERE g.kind = 'grant'
    AND (g.value->>'object') = 'relation:' || schema_name || '.' || relation_name
    AND ((g.value->>'grantee') = 'public' OR list_contains(coalesce(getvariable('rs_grantees'), []::VARCHAR[]), (g.value->>'grantee')))))`;

const relations = `
  SELECT ${text('schema')} AS schema_name, ${text('name')} AS relation_name, (value->>'id')::BIGINT AS id,
         ${text('kind')} AS kind, ${text('owner')} AS owner, value->'columns' AS columns,
         ${text('query')} AS query, value->'materialized' AS materialized, ${text('comment')} AS comment,
         make_timestamp((value->>'createdAt')::BIGINT * 1000) AS created_at
  FROM ${entries('relation')}`;

const columnRows = `
  SELECT schema_name, relation_name, owner, kind, pos::INTEGER AS ordinal_position,
         (columns->(pos - 1)->>'name') AS column_name, (columns->(pos - 1)->>'type') AS type
  FROM (SELECT *, unnest(range(1, json_array_length(columns)::BIGINT + 1)) AS pos FROM redshift_system._relations)
  WHERE ${visible}`;

const dataType = `CASE regexp_extract(type, '^[a-z0-9_]+')
  WHEN 'int2' THEN 'smallint' WHEN 'int4' THEN 'integer' WHEN 'int8' THEN 'bigint'
  WHEN 'float4' THEN 'real' WHEN 'float8' THEN 'double precision' WHEN 'bool' THEN 'boolean'
  WHEN 'bpchar' THEN 'character' WHEN 'varchar' THEN 'character varying'
  WHEN 'timestamp' THEN 'timestamp without time zone' WHEN 'timestamptz' THEN 'timestamp with time zone'
  WHEN 'time' THEN 'time without time zone' WHEN 'timetz' THEN 'time with time zone'
  WHEN 'varbyte' THEN 'binary varying' ELSE regexp_extract(type, '^[a-z0-9_]+') END`;
const length = `CASE WHEN type SIMILAR TO '(varchar|bpchar|varbyte).*' THEN try_cast(regexp_extract(type, '\\((\\d+)\\)', 1) AS INTEGER) END`;
const precision = `CASE regexp_extract(type, '^[a-z0-9_]+') WHEN 'int2' THEN 16 WHEN 'int4' THEN 32 WHEN 'int8' THEN 64
  WHEN 'numeric' THEN try_cast(regexp_extract(type, '\\((\\d+)', 1) AS INTEGER) END`;
const scale = `CASE WHEN type LIKE 'numeric%' THEN try_cast(regexp_extract(type, ',(\\d+)\\)', 1) AS INTEGER)
  WHEN type IN ('int2', 'int4', 'int8') THEN 0 END`;

/** Each view of the hidden schema `redshift_system`; those with a leading underscore are only helpers. */
const views: [name: string, query: string][] = [
  ['_relations', relations],
  [
    'svv_tables',
    `SELECT getvariable('rs_database') AS table_catalog, schema_name AS table_schema, relation_name AS table_name,
       CASE kind WHEN 'table' THEN 'BASE TABLE' ELSE 'VIEW' END AS table_type, comment AS remarks
     FROM redshift_system._relations WHERE ${visible}`,
  ],
  [
    'svv_all_tables',
    `SELECT getvariable('rs_database') AS database_name, schema_name, relation_name AS table_name, '' AS table_acl,
       CASE kind WHEN 'table' THEN 'TABLE' ELSE 'VIEW' END AS table_type, comment AS remarks
     FROM redshift_system._relations WHERE ${visible}`,
  ],
  [
    'svv_columns',
    `SELECT getvariable('rs_database') AS table_catalog, schema_name AS table_schema, relation_name AS table_name,
       column_name, ordinal_position, NULL::VARCHAR AS column_default, 'YES' AS is_nullable, ${dataType} AS data_type,
       ${length} AS character_maximum_length, ${precision} AS numeric_precision, NULL::INTEGER AS numeric_precision_radix,
       ${scale} AS numeric_scale, NULL::INTEGER AS datetime_precision, NULL::VARCHAR AS interval_type,
       NULL::VARCHAR AS interval_precision, NULL::VARCHAR AS remarks
     FROM (${columnRows})`,
  ],
  [
    'svv_all_columns',
    `SELECT getvariable('rs_database') AS database_name, schema_name, relation_name AS table_name, column_name,
       ordinal_position, NULL::VARCHAR AS column_default, 'YES' AS is_nullable, ${dataType} AS data_type,
       ${length} AS character_maximum_length, ${precision} AS numeric_precision, ${scale} AS numeric_scale,
       NULL::VARCHAR AS remarks
     FROM (${columnRows})`,
  ],
  [
    'pg_table_def',
    `SELECT schema_name AS schemaname, relation_name AS tablename, column_name AS "column", ${dataType} AS type,
       'none' AS encoding, false AS distkey, 0 AS sortkey, false AS "notnull"
     FROM (${columnRows})`,
  ],
  [
    'svv_external_schemas',
    `SELECT (value->>'id')::BIGINT AS esoid, 5 AS eskind, ${text('name')} AS schemaname,
       (SELECT (u.value->>'id')::INTEGER FROM redshift_catalog.entries u WHERE u.kind = 'user' AND u.key = (e.value->>'owner')) AS esowner,
       '' AS databasename,
       json_object('IAM_ROLE', (value->'external'->>'iamRole'), 'REGION', value->'external'->>'region')::VARCHAR AS esoptions
     FROM redshift_catalog.entries e WHERE kind = 'schema' AND (value->>'external') IS NOT NULL`,
  ],
  [
    'svv_all_schemas',
    `SELECT getvariable('rs_database') AS database_name, ${text('name')} AS schema_name,
       (SELECT (u.value->>'id')::INTEGER FROM redshift_catalog.entries u WHERE u.kind = 'user' AND u.key = (e.value->>'owner')) AS schema_owner,
       CASE WHEN (value->>'external') IS NULL THEN 'local' ELSE 'external' END AS schema_type, '' AS schema_acl,
       ${text('external')} AS source_database, ''  AS schema_option
     FROM redshift_catalog.entries e WHERE kind = 'schema'`,
  ],
  [
    'svv_mv_info',
    `SELECT getvariable('rs_database') AS database_name, schema_name, owner AS user_name, relation_name AS name,
       CASE WHEN kind = 'materialized view' AND (materialized->>'stream') IS NOT NULL THEN 't' ELSE 'f' END AS is_stale,
       0 AS state, CASE WHEN (materialized->>'autoRefresh') = 'true' THEN 't' ELSE 'f' END AS autorefresh, 'f' AS autorewrite
     FROM redshift_system._relations WHERE kind = 'materialized view' AND (${superuser} OR owner = ${currentUser})`,
  ],
  [
    'stv_mv_info',
    `SELECT getvariable('rs_database') AS db_name, schema_name AS "schema", relation_name AS name, id AS updated_upto_xid,
       CASE WHEN (materialized->>'stream') IS NOT NULL THEN 't' ELSE 'f' END AS is_stale, owner AS owner_user_name, 0 AS state,
       CASE WHEN (materialized->>'autoRefresh') = 'true' THEN 't' ELSE 'f' END AS autorefresh, 'f' AS autorewrite
     FROM redshift_system._relations WHERE kind = 'materialized view' AND (${superuser} OR owner = ${currentUser})`,
  ],
  [
    'sys_stream_scan_states',
    `SELECT external_schema_name, stream_name, mv_name, transaction_id, query_id, record_time, partition_id,
       latest_position, scanned_rows, skipped_rows, scanned_bytes, stream_record_time_min, stream_record_time_max
     FROM redshift_catalog.scan_states WHERE ${ownRows}`,
  ],
  [
    'sys_stream_scan_errors',
    `SELECT external_schema_name, stream_name, mv_name, transaction_id, query_id, stream_timestamp_type,
       stream_timestamp, record_time, partition_id, position, error_code, error_reason
     FROM redshift_catalog.scan_errors WHERE ${ownRows}`,
  ],
  [
    'sys_mv_refresh_history',
    `SELECT user_id::INTEGER AS user_id, session_id::INTEGER AS session_id, transaction_id, getvariable('rs_database') AS database_name,
       schema_name, mv_id, mv_name, refresh_type, status, start_time, end_time, duration, 0::BIGINT AS consumer_id
     FROM redshift_catalog.refreshes WHERE ${ownRows}`,
  ],
  [
    'svl_mv_refresh_status',
    `SELECT getvariable('rs_database') AS db_name, user_id::INTEGER AS userid, schema_name, mv_name, transaction_id AS xid,
       start_time AS starttime, end_time AS endtime, status, refresh_type
     FROM redshift_catalog.refreshes WHERE ${ownRows}`,
  ],
  [
    'pg_user',
    `SELECT ${text('name')} AS usename, (value->>'id')::INTEGER AS usesysid, (value->>'createDatabase')::BOOLEAN AS usecreatedb,
       (value->>'superuser')::BOOLEAN AS usesuper, false AS usecatupd, '********' AS passwd,
       ${text('validUntil')} AS valuntil, '' AS useconfig
     FROM ${entries('user')}`,
  ],
  [
    'svv_user_info',
    `SELECT ${text('name')} AS user_name, (value->>'id')::INTEGER AS user_id, (value->>'createDatabase')::BOOLEAN AS createdb,
       (value->>'superuser')::BOOLEAN AS superuser, false AS catalog_update,
       coalesce(${text('connectionLimit')}, 'UNLIMITED') AS connection_limit, ${text('syslogAccess')} AS syslog_access, '' AS last_ddl_time
     FROM ${entries('user')} AND ${superuser}`,
  ],
  [
    'pg_group',
    `SELECT ${text('name')} AS groname, (value->>'id')::INTEGER AS grosysid FROM ${entries('group')}`,
  ],
  [
    'svv_roles',
    `SELECT (value->>'id')::INTEGER AS role_id, ${text('name')} AS role_name FROM ${entries('role')}`,
  ],
  [
    'svv_relation_privileges',
    `SELECT split_part(split_part(value->>'object', ':', 2), '.', 1) AS namespace_name,
       split_part(split_part(value->>'object', ':', 2), '.', 2) AS relation_name,
       unnest(from_json(value->'privileges', '["VARCHAR"]')) AS privilege_type,
       CASE WHEN (value->>'grantee') = 'public' THEN 'public' ELSE split_part(value->>'grantee', ':', 2) END AS identity_name,
       CASE WHEN (value->>'grantee') = 'public' THEN 'public' ELSE split_part(value->>'grantee', ':', 1) END AS identity_type,
       (value->>'grantOption')::BOOLEAN AS admin_option
     FROM ${entries('grant')} AND (value->>'object') LIKE 'relation:%'
       AND (${superuser} OR (value->>'grantee') = 'public' OR (value->>'grantee') = 'user:' || ${currentUser})`,
  ],
  [
    'svv_schema_privileges',
    `SELECT split_part(value->>'object', ':', 2) AS namespace_name,
       unnest(from_json(value->'privileges', '["VARCHAR"]')) AS privilege_type,
       CASE WHEN (value->>'grantee') = 'public' THEN 'public' ELSE split_part(value->>'grantee', ':', 2) END AS identity_name,
       CASE WHEN (value->>'grantee') = 'public' THEN 'public' ELSE split_part(value->>'grantee', ':', 1) END AS identity_type,
       (value->>'grantOption')::BOOLEAN AS admin_option
     FROM ${entries('grant')} AND (value->>'object') LIKE 'schema:%'
       AND (${superuser} OR (value->>'grantee') = 'public' OR (value->>'grantee') = 'user:' || ${currentUser})`,
  ],
  [
    'svv_default_privileges',
    `SELECT ${text('schema')} AS schema_name, 'RELATION' AS object_type, 0 AS owner_id, ${text('owner')} AS owner_name,
       'user' AS owner_type, unnest(from_json(value->'privileges', '["VARCHAR"]')) AS privilege_type,
       CASE WHEN (value->>'grantee') = 'public' THEN 'public' ELSE split_part(value->>'grantee', ':', 2) END AS grantee_name,
       CASE WHEN (value->>'grantee') = 'public' THEN 'public' ELSE split_part(value->>'grantee', ':', 1) END AS grantee_type,
       false AS admin_option
     FROM ${entries('default')} AND (${superuser} OR (value->>'owner') = ${currentUser})`,
  ],
  [
    'pg_namespace',
    `SELECT ${text('name')} AS nspname, (value->>'id')::BIGINT AS oid,
       (SELECT (u.value->>'id')::INTEGER FROM redshift_catalog.entries u WHERE u.kind = 'user' AND u.key = (e.value->>'owner')) AS nspowner
     FROM redshift_catalog.entries e WHERE kind = 'schema'`,
  ],
  [
    'pg_views',
    `SELECT schema_name AS schemaname, relation_name AS viewname, owner AS viewowner, query AS definition
     FROM redshift_system._relations WHERE kind <> 'table'`,
  ],
  [
    'pg_tables',
    `SELECT schema_name AS schemaname, relation_name AS tablename, owner AS tableowner, NULL::VARCHAR AS tablespace,
       false AS hasindexes, false AS hasrules, false AS hastriggers
     FROM redshift_system._relations WHERE kind = 'table'`,
  ],
  [
    'pg_class',
    `SELECT id AS oid, relation_name AS relname,
       (SELECT (n.value->>'id')::BIGINT FROM redshift_catalog.entries n WHERE n.kind = 'schema' AND n.key = schema_name) AS relnamespace,
       (SELECT (u.value->>'id')::INTEGER FROM redshift_catalog.entries u WHERE u.kind = 'user' AND u.key = owner) AS relowner,
       CASE kind WHEN 'table' THEN 'r' ELSE 'v' END AS relkind, created_at AS relcreationtime
     FROM redshift_system._relations`,
  ],
  ...modelViews,
  ['pg_database', `SELECT getvariable('rs_database') AS datname, 100 AS datdba, true AS datallowconn`],
  [
    'svv_redshift_databases',
    `SELECT getvariable('rs_database') AS database_name, 100 AS database_owner, 'local' AS database_type`,
  ],
  ...loadViews(ownRows),
];

/** What the memory of the process holds: filled in for each query that reads it. */
export const volatileViews: Record<string, [name: string, type: string][]> = {
  sys_query_history: [
    ['user_id', 'int4'],
    ['query_id', 'int8'],
    ['query_label', 'varchar(320)'],
    ['transaction_id', 'int8'],
    ['session_id', 'int4'],
    ['database_name', 'varchar(128)'],
    ['query_type', 'varchar(32)'],
    ['status', 'varchar(10)'],
    ['start_time', 'timestamp'],
    ['end_time', 'timestamp'],
    ['elapsed_time', 'int8'],
    ['execution_time', 'int8'],
    ['error_message', 'varchar(512)'],
    ['returned_rows', 'int8'],
    ['query_text', 'varchar(4000)'],
    ['username', 'varchar(255)'],
  ],
  stv_recents: [
    ['userid', 'int4'],
    ['status', 'varchar(20)'],
    ['starttime', 'timestamp'],
    ['duration', 'int4'],
    ['user_name', 'varchar(50)'],
    ['db_name', 'varchar(50)'],
    ['query', 'varchar(600)'],
    ['pid', 'int4'],
  ],
};

/** Makes the hidden tables and every system view anew, and tells their columns. */
export async function createSystemViews(connection: DuckDBConnection): Promise<SystemColumns> {
  for (const statement of hiddenTables) await connection.run(statement);
  for (const [name, query] of views) {
    await connection.run(`CREATE OR REPLACE VIEW redshift_system.${name} AS ${query}`);
  }
  const rows = await connection.runAndReadAll(
    `SELECT table_name, column_name, data_type FROM duckdb_columns()
     WHERE schema_name = 'redshift_system' ORDER BY table_name, column_index`,
  );
  const columns: SystemColumns = new Map();
  for (const [view, name, type] of rows.getRows() as [string, string, string][]) {
    if (view.startsWith('_')) continue;
    const list = columns.get(view) ?? [];
    list.push({ name, type: typeText(redshiftType(type)) });
    columns.set(view, list);
  }
  for (const [view, definition] of Object.entries(volatileViews)) {
    columns.set(
      view,
      definition.map(([name, type]) => ({ name, type })),
    );
  }
  return columns;
}
