import type { DuckDBConnection } from '@duckdb/node-api';
import type { ShardRecord } from '../../kinesis/reader.js';
import { batchRelation } from '../catalog/name-resolver.js';

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

const table = 'temp.main.stream_rows';
const chunkRows = 2048;

/** Fills the connection's staging table with a batch, by the appender: record data never stands in SQL's text. */
export async function stage(
  connection: DuckDBConnection,
  records: StagedRecord[],
  body: string,
): Promise<void> {
  const { DuckDBDataChunk, DuckDBTimestampValue, DuckDBBlobValue, BLOB, INTEGER, TIMESTAMP, VARCHAR } =
    await import('@duckdb/node-api');
  // Columns that the view never names are not copied at all.
  const wanted = (name: string) => body.includes(name) || body.includes('*');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE stream_rows (
       approximate_arrival_timestamp TIMESTAMP, partition_key VARCHAR, shard_id VARCHAR, sequence_number VARCHAR,
       kinesis_data BLOB, shard_no INTEGER, row_no INTEGER)`,
  );
  const appender = await connection.createAppender('stream_rows', 'main', 'temp');
  const types = [TIMESTAMP, VARCHAR, VARCHAR, VARCHAR, BLOB, INTEGER, INTEGER];
  const shards = wanted('shard_id');
  const keys = wanted('partition_key');
  const numbers = wanted('sequence_number');
  for (let from = 0; from < records.length; from += chunkRows) {
    const slice = records.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create(types, slice.length);
    chunk.setColumns([
      slice.map((record) => new DuckDBTimestampValue(BigInt(record.approximateArrivalTimestamp) * 1000n)),
      slice.map((record) => (keys ? record.partitionKey : null)),
      slice.map((record) => (shards ? record.shardId : null)),
      slice.map((record) => (numbers ? record.sequenceNumber : null)),
      slice.map((record) => new DuckDBBlobValue(record.data)),
      slice.map((record) => record.shardNo),
      slice.map((_, index) => from + index),
    ]);
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
  appender.closeSync();
}

/** `WITH` clause that gives the view's query the staged rows; `where` narrows them; `refreshTime` is epoch ms. */
export function batchClause(refreshTime: number, where = ''): string {
  return (
    `WITH ${batchRelation} AS NOT MATERIALIZED (SELECT approximate_arrival_timestamp, partition_key, shard_id, sequence_number, ` +
    `make_timestamp(${refreshTime * 1000}) AS refresh_time, kinesis_data FROM ${table} ${where})`
  );
}

/** Frees the staged rows' memory. */
export async function unstage(connection: DuckDBConnection): Promise<void> {
  await connection.run('DROP TABLE IF EXISTS temp.main.stream_rows');
}
