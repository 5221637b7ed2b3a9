import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { ShardRecord } from '../../kinesis/reader.js';
import { batchRelation } from '../catalog/name-resolver.js';
import { forgetPrepared } from '../engine/prepared.js';
import type { ShardRun } from './batch.js';

/** The columns of a batch, with DuckDB's types. */
export const stagingColumns = [
  { name: 'approximate_arrival_timestamp', type: 'TIMESTAMP' },
  { name: 'partition_key', type: 'VARCHAR' },
  { name: 'shard_id', type: 'VARCHAR' },
  { name: 'sequence_number', type: 'VARCHAR' },
  { name: 'refresh_time', type: 'TIMESTAMP' },
  { name: 'kinesis_data', type: 'BLOB' },
] as const;

type StagingColumn = (typeof stagingColumns)[number];

const chunkRows = 2048;
/** Deleted rows are given back only with their table: after so many it is made anew, and what was planned on it. */
const rowsBeforeAnew = 150_000;

/** Rows that went through each staging table of a connection since it was made, by the table's name. */
const used = new WeakMap<DuckDBConnection, Map<string, number>>();

/** What a statement over the staged rows begins with, so that it can be forgotten with the tables. */
export const overStaging = '/* staged */ ';

/**
 * Fills the connection's staging table with a batch, by the appender: record data never stands in SQL's text. Only the
 * columns that the view's query names are copied, so there is a table for each choice of columns.
 */
export async function stage(
  connection: DuckDBConnection,
  runs: ShardRun[],
  body: string,
  refreshTime: number,
): Promise<void> {
  const api = await import('@duckdb/node-api');
  const { DuckDBDataChunk, DuckDBTimestampValue, DuckDBBlobValue, INTEGER } = api;
  const columns = wantedColumns(body);
  const table = stagingTable(body);
  const rows = runs.reduce((sum, run) => sum + run.records.length, 0);
  await emptyTable(connection, table, columns, rows);
  const refreshed = new DuckDBTimestampValue(BigInt(refreshTime) * 1000n);
  const readers: Record<StagingColumn['name'], (record: ShardRecord, run: ShardRun) => DuckDBValue> = {
    approximate_arrival_timestamp: (record) =>
      new DuckDBTimestampValue(BigInt(record.approximateArrivalTimestamp) * 1000n),
    partition_key: (record) => record.partitionKey,
    shard_id: (_, run) => run.shardId,
    sequence_number: (record) => record.sequenceNumber,
    refresh_time: () => refreshed,
    kinesis_data: (record) => new DuckDBBlobValue(record.data),
  };
  const values = columns.map((column) => readers[column.name]);
  const types = [...columns.map((column) => api[column.type]), INTEGER];
  const appender = await connection.createAppender(table, 'main', 'temp');
  for (const run of runs) {
    for (let from = 0; from < run.records.length; from += chunkRows) {
      const slice = run.records.slice(from, from + chunkRows);
      const chunk = DuckDBDataChunk.create(types, slice.length);
      chunk.setColumns([
        ...values.map((value) => slice.map((record) => value(record, run))),
        slice.map(() => run.shardNo),
      ]);
      appender.appendDataChunk(chunk);
    }
  }
  appender.flushSync();
  appender.closeSync();
}

async function emptyTable(
  connection: DuckDBConnection,
  table: string,
  columns: StagingColumn[],
  rows: number,
): Promise<void> {
  const tables = used.get(connection) ?? new Map<string, number>();
  used.set(connection, tables);
  const before = tables.get(table);
  if (before !== undefined && before < rowsBeforeAnew) {
    await connection.run(`DELETE FROM temp.main.${table}`);
    tables.set(table, before + rows);
    return;
  }
  forgetPrepared(connection, overStaging);
  const definitions = [...columns.map(({ name, type }) => `${name} ${type}`), 'shard_no INTEGER'];
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} (${definitions.join(', ')})`);
  tables.set(table, rows);
}

/** After a rollback: the tables may be gone with their transaction. */
export function forgetStaging(connection: DuckDBConnection): void {
  used.delete(connection);
  forgetPrepared(connection, overStaging);
}

/** The `WITH` clause that gives the view's query the staged rows; `where` narrows them. */
export function batchClause(body: string, where = ''): string {
  const wanted = wantedColumns(body);
  const columns = stagingColumns.map((column) =>
    wanted.includes(column) ? column.name : `NULL::${column.type} AS ${column.name}`,
  );
  return (
    `WITH ${batchRelation} AS NOT MATERIALIZED ` +
    `(SELECT ${columns.join(', ')} FROM temp.main.${stagingTable(body)} ${where})`
  );
}

/** Frees the staged rows' memory when they were many. */
export async function unstage(connection: DuckDBConnection, body: string): Promise<void> {
  const table = stagingTable(body);
  if ((used.get(connection)?.get(table) ?? 0) < rowsBeforeAnew / 10) return;
  forgetPrepared(connection, overStaging);
  used.get(connection)?.delete(table);
  await connection.run(`DROP TABLE IF EXISTS temp.main.${table}`);
}

// The rewrite writes every column's name in quotes; a data value that happens to hold one only costs a column more.
function wantedColumns(body: string): StagingColumn[] {
  return stagingColumns.filter((column) => body.includes(`"${column.name}"`));
}

function stagingTable(body: string): string {
  const wanted = wantedColumns(body);
  return `stream_rows_${stagingColumns.map((column) => (wanted.includes(column) ? '1' : '0')).join('')}`;
}
