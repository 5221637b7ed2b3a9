import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { ShardRecord } from '../../kinesis/reader.js';
import type { RelationRecord } from '../catalog/records.js';
import { translateError } from '../dialect/errors.js';
import { qualified } from '../engine/identifiers.js';
import { runPrepared } from '../engine/prepared.js';
import type { Batch, ShardRun } from './batch.js';
import { type Position, writePositions } from './positions.js';
import { batchClause, forgetStaging, overStaging, stage } from './staging.js';

/** Who refreshes, for the rows that system views show. */
export interface RefreshIdentity {
  user: string;
  userId: number;
  sessionId: number;
  queryId: number;
  transactionId: number;
}

/** The view's query on the staged rows: `body` is DuckDB's text over `stream_batch`. */
function bodyOver(body: string, where = ''): string {
  return `${batchClause(body, where)} SELECT * FROM (${body}) AS body`;
}

/**
 * Lands one batch inside the open transaction: the rows that the view keeps, the shards' positions, and what was
 * scanned. The batch has been staged before.
 * @returns the number of rows landed
 * @throws SqlError when the view's query fails on a record
 */
export async function land(
  connection: DuckDBConnection,
  view: RelationRecord,
  body: string,
  batch: Batch,
  identity: RefreshIdentity,
): Promise<number> {
  let landed = 0;
  if (batch.records > 0) {
    const sql = `${overStaging}INSERT INTO ${qualified(view.schema, view.name)} ${bodyOver(body)}`;
    landed = await runPrepared(connection, sql, []).catch((error: unknown) => {
      throw translateError(error);
    });
  }
  await writePositions(connection, view.id, batch.positions);
  await writeScans(connection, view, body, batch, landed, identity);
  return landed;
}

async function writeScans(
  connection: DuckDBConnection,
  view: RelationRecord,
  body: string,
  batch: Batch,
  landed: number,
  identity: RefreshIdentity,
): Promise<void> {
  if (batch.runs.length === 0) return;
  const rows: DuckDBValue[][] = [];
  for (const run of batch.runs) {
    const skipped = await skippedOf(connection, body, run, batch, landed);
    const { bytes, oldest, newest } = extent(run.records);
    rows.push([
      BigInt(view.id),
      identity.user,
      view.materialized?.stream?.schema ?? '',
      view.materialized?.stream?.name ?? '',
      view.name,
      BigInt(identity.transactionId),
      BigInt(identity.queryId),
      micros(Date.now()),
      run.shardId,
      (batch.positions.get(run.shardId) as Position).sequenceNumber ?? '',
      BigInt(run.records.length),
      BigInt(skipped),
      BigInt(bytes),
      micros(oldest),
      micros(newest),
    ]);
  }
  // One statement for all shards: each costs a round through DuckDB's threads.
  const values = rows.map((_, row) => scanRow(row * scanColumns + 1)).join(', ');
  await runPrepared(connection, `INSERT INTO redshift_catalog.scan_states VALUES ${values}`, rows.flat());
}

const scanColumns = 15;
const scanTimes = new Set([7, 13, 14]);

/** One row's placeholders, the first of which has this number. */
function scanRow(first: number): string {
  const marks = Array.from({ length: scanColumns }, (_, column) => {
    const mark = `$${first + column}`;
    return scanTimes.has(column) ? `make_timestamp(${mark}::BIGINT)` : mark;
  });
  return `(${marks.join(', ')})`;
}

/** Bytes of data, and the span of arrivals in epoch ms; no shard promises that its clock never went back. */
function extent(records: ShardRecord[]): { bytes: number; oldest: number; newest: number } {
  const found = { bytes: 0, oldest: Number.POSITIVE_INFINITY, newest: Number.NEGATIVE_INFINITY };
  for (const { data, approximateArrivalTimestamp: at } of records) {
    found.bytes += data.length;
    if (at < found.oldest) found.oldest = at;
    if (at > found.newest) found.newest = at;
  }
  return found;
}

async function skippedOf(
  connection: DuckDBConnection,
  body: string,
  run: ShardRun,
  batch: Batch,
  landed: number,
): Promise<number> {
  if (batch.records === landed || batch.runs.length === 1) return batch.records - landed;
  const counted = await connection.runAndReadAll(
    `${batchClause(body, `WHERE shard_no = ${run.shardNo}`)} SELECT count(*) FROM (${body}) AS body`,
  );
  return run.records.length - Number(counted.getRows()[0]?.[0] ?? 0);
}

/** A record with the shard it lies in. */
export interface FailingRecord extends ShardRecord {
  shardId: string;
}

/**
 * Finds the first record on which the view's query fails, by halving; outside any transaction.
 * Returns it with the reason, or undefined when no single record fails.
 */
export async function firstFailing(
  connection: DuckDBConnection,
  body: string,
  runs: ShardRun[],
): Promise<{ record: FailingRecord; reason: string } | undefined> {
  // Made anew, so that rowid counts from 0.
  forgetStaging(connection);
  await stage(connection, runs, body, Date.now());
  const records = runs.flatMap((run) => run.records.map((record) => ({ ...record, shardId: run.shardId })));
  let reason: string | undefined;
  const fails = async (from: number, to: number) => {
    try {
      // A count would let the optimizer drop the very columns whose casts fail.
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE stream_probe AS ${bodyOver(body, `WHERE rowid >= ${from} AND rowid < ${to}`)}`,
      );
      return false;
    } catch (error) {
      reason = (translateError(error) as Error).message;
      return true;
    } finally {
      await connection.run('DROP TABLE IF EXISTS temp.main.stream_probe');
    }
  };
  if (!(await fails(0, records.length))) return undefined;
  let [low, high] = [0, records.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await fails(low, middle)) high = middle;
    else low = middle;
  }
  await fails(low, high);
  const record = records[low];
  return record && { record, reason: reason ?? '' };
}

/** A DuckDB timestamp's argument: microseconds since the epoch. */
export function micros(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds)) * 1000n;
}
