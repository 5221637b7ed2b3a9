import type { DuckDBConnection } from '@duckdb/node-api';
import type { ShardRecord } from '../../kinesis/reader.js';
import { batchRelation } from '../catalog/name-resolver.js';
import { forgetPrepared } from '../engine/prepared.js';

/** The columns of a batch, with DuckDB's types; beside them stand `shard_no` and `row_no`, which are ours. */
export const stagingColumns = [
  { name: 'approximate_arrival_timestamp', type: 'TIMESTAMP' },
  { name: 'partition_key', type: 'VARCHAR' },
  { name: 'shard_id', type: 'VARCHAR' },
  { name: 'sequence_number', type: 'VARCHAR' },
  { name: 'refresh_time', type: 'TIMESTAMP' },
  { name: 'kinesis_data', type: 'BLOB' },
];

/** A record with the shard it came from. */
export interface StagedRecord extends ShardRecord {
  shardId: string;
  shardNo: number;
}

const chunkRows = 2048;
/** Deleted rows are given back only with their table: after so many it is made anew, and what was planned on it. */
const rowsBeforeAnew = 150_000;

/** Rows that went through each connection's staging table since it was made. */
const used = new WeakMap<DuckDBConnection, number>();

/** What a statement over the staged rows begins with, so that it can be forgotten with the table. */
export const overStaging = '/* staged */ ';

/** Fills the connection's staging table with a batch, by the appender: record data never stands in SQL's text. */
export async function stage(
  connection: DuckDBConnection,
  records: StagedRecord[],
  body: string,
  refreshTime: number,
): Promise<void> {
  const { DuckDBDataChunk, DuckDBTimestampValue, DuckDBBlobValue, BLOB, INTEGER, TIMESTAMP, VARCHAR } =
    await import('@duckdb/node-api');
  await emptyTable(connection);
  used.set(connection, (used.get(connection) ?? 0) + records.length);
  // Columns that the view never names are not copied at all.
  const wanted = (name: string) => body.includes(`"${name}"`) || body.includes('*');
  const shards = wanted('shard_id');
  const keys = wanted('partition_key');
  const numbers = wanted('sequence_number');
  const refreshed = new DuckDBTimestampValue(BigInt(refreshTime) * 1000n);
  const appender = await connection.createAppender('stream_rows', 'main', 'temp');
  const types = [TIMESTAMP, VARCHAR, VARCHAR, VARCHAR, TIMESTAMP, BLOB, INTEGER, INTEGER];
  for (let from = 0; from < records.length; from += chunkRows) {
    const slice = records.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create(types, slice.length);
    chunk.setColumns([
      slice.map((record) => new DuckDBTimestampValue(BigInt(record.approximateArrivalTimestamp) * 1000n)),
      slice.map((record) => (keys ? record.partitionKey : null)),
      slice.map((record) => (shards ? record.shardId : null)),
      slice.map((record) => (numbers ? record.sequenceNumber : null)),
      slice.map(() => refreshed),
      slice.map((record) => new DuckDBBlobValue(record.data)),
      slice.map((record) => record.shardNo),
      slice.map((_, index) => from + index),
    ]);
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
  appender.closeSync();
}

async function emptyTable(connection: DuckDBConnection): Promise<void> {
  const rows = used.get(connection);
  if (rows !== undefined && rows < rowsBeforeAnew) {
    await connection.run('DELETE FROM temp.main.stream_rows');
    return;
  }
  forgetStaging(connection);
  const columns = stagingColumns.map((column) => `${column.name} ${column.type}`).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE stream_rows (${columns}, shard_no INTEGER, row_no INTEGER)`,
  );
  used.set(connection, 0);
}

/** After a rollback: the table may be gone with its transaction. */
export function forgetStaging(connection: DuckDBConnection): void {
  used.delete(connection);
  forgetPrepared(connection, overStaging);
}

/** The `WITH` clause that gives the view's query the staged rows; `where` narrows them. */
export function batchClause(where = ''): string {
  const columns = stagingColumns.map((column) => column.name).join(', ');
  return `WITH ${batchRelation} AS NOT MATERIALIZED (SELECT ${columns} FROM temp.main.stream_rows ${where})`;
}

/** Frees the staged rows' memory when they were many. */
export async function unstage(connection: DuckDBConnection): Promise<void> {
  if ((used.get(connection) ?? 0) < rowsBeforeAnew / 10) return;
  forgetStaging(connection);
  await connection.run('DROP TABLE IF EXISTS temp.main.stream_rows');
}
