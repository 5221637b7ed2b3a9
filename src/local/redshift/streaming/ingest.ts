import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { RelationRecord } from '../catalog/records.js';
import { translateError } from '../dialect/errors.js';
import { qualified } from '../engine/identifiers.js';
import { runPrepared } from '../engine/prepared.js';
import type { Batch } from './batch.js';
import { type Position, writePositions } from './positions.js';
import { batchClause, forgetStaging, overStaging, type StagedRecord, stage } from './staging.js';

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
  if (batch.records.length > 0) {
    const sql = `${overStaging}INSERT INTO ${qualified(view.schema, view.name)} ${bodyOver(body)}`;
    landed = await runPrepared(connection, sql, []).catch((error: unknown) => {
      throw translateError(error);
    });
  }
  await writePositions(connection, view.id, batch.positions);
  await writeScans(connection, view, body, batch, landed, identity);
  return landed;
}

interface Scan {
  scanned: number;
  bytes: number;
  oldest: number;
  newest: number;
}

async function writeScans(
  connection: DuckDBConnection,
  view: RelationRecord,
  body: string,
  batch: Batch,
  landed: number,
  identity: RefreshIdentity,
): Promise<void> {
  const scans = new Map<string, Scan & { shardNo: number }>();
  for (const record of batch.records) {
    const at = record.approximateArrivalTimestamp;
    const scan = scans.get(record.shardId) ?? {
      scanned: 0,
      bytes: 0,
      oldest: at,
      newest: at,
      shardNo: record.shardNo,
    };
    scan.scanned++;
    scan.bytes += record.data.length;
    scan.oldest = Math.min(scan.oldest, at);
    scan.newest = Math.max(scan.newest, at);
    scans.set(record.shardId, scan);
  }
  if (scans.size === 0) return;
  const rows: DuckDBValue[][] = [];
  for (const [shardId, scan] of scans) {
    const skipped = await skippedOf(connection, body, scan, batch.records.length - landed, scans.size);
    rows.push([
      BigInt(view.id),
      identity.user,
      view.materialized?.stream?.schema ?? '',
      view.materialized?.stream?.name ?? '',
      view.name,
      BigInt(identity.transactionId),
      BigInt(identity.queryId),
      micros(Date.now()),
      shardId,
      (batch.positions.get(shardId) as Position).sequenceNumber ?? '',
      BigInt(scan.scanned),
      BigInt(skipped),
      BigInt(scan.bytes),
      micros(scan.oldest),
      micros(scan.newest),
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

async function skippedOf(
  connection: DuckDBConnection,
  body: string,
  scan: Scan & { shardNo: number },
  skippedInAll: number,
  shards: number,
): Promise<number> {
  if (skippedInAll === 0 || shards === 1) return skippedInAll;
  const counted = await connection.runAndReadAll(
    `${batchClause(body, `WHERE shard_no = ${scan.shardNo}`)} SELECT count(*) FROM (${body}) AS body`,
  );
  return scan.scanned - Number(counted.getRows()[0]?.[0] ?? 0);
}

/**
 * Finds the first record on which the view's query fails, by halving; outside any transaction.
 * Returns it with the reason, or undefined when no single record fails.
 */
export async function firstFailing(
  connection: DuckDBConnection,
  body: string,
  records: StagedRecord[],
): Promise<{ record: StagedRecord; reason: string } | undefined> {
  // Made anew, so that rowid counts from 0.
  forgetStaging(connection);
  await stage(connection, records, body, Date.now());
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
