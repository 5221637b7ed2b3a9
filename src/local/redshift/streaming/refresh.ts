import type { DuckDBConnection } from '@duckdb/node-api';
import type { StreamReader } from '../../kinesis/reader.js';
import type { Catalog } from '../catalog/catalog.js';
import type { RelationRecord } from '../catalog/records.js';
import { relationKey } from '../catalog/records.js';
import { translateError } from '../dialect/errors.js';
import { SqlError } from '../dialect/sql-error.js';
import type { Cancellation } from '../engine/cancellation.js';
import type { Database, Transaction } from '../engine/database.js';
import { qualified } from '../engine/identifiers.js';
import { Mutex } from '../engine/mutex.js';
import { type Batch, readBatch } from './batch.js';
import { bodyOf } from './body.js';
import { firstFailing, land, type RefreshIdentity } from './ingest.js';
import { type Position, readPositions } from './positions.js';
import { logRefresh, logScanError } from './refresh-log.js';
import { stage, unstage } from './staging.js';

/** One refresh of one materialized view. */
export interface Refresh {
  database: Database;
  reader: StreamReader;
  view: RelationRecord;
  identity: RefreshIdentity;
  type: 'Manual' | 'Auto';
  cancellation: Cancellation;
}

/** What a refresh did: records read and rows landed. */
export interface Refreshed {
  scanned: number;
  landed: number;
}

export const status = {
  incremental: 'Refresh successfully updated MV incrementally',
  recomputed: 'Refresh successfully recomputed MV from scratch',
  nothing: 'MV was already updated',
} as const;

// Two refreshes of one view at once would read the same records twice, only for one of them to be thrown away.
const refreshing = new WeakMap<Database, Map<number, Mutex>>();

/**
 * Refreshes a streaming view, batch by batch, each batch with its positions in one transaction. A batch is read
 * before its transaction begins; it lands only where the positions are still those it was read from, so that no record
 * lands twice whoever else refreshes.
 * @throws SqlError when a record does not convert: its batch is rolled back, and the record is named in SYS_STREAM_SCAN_ERRORS
 */
export async function refreshStream(refresh: Refresh): Promise<Refreshed> {
  const mutexes = refreshing.get(refresh.database) ?? new Map<number, Mutex>();
  refreshing.set(refresh.database, mutexes);
  const mutex = mutexes.get(refresh.view.id) ?? new Mutex();
  mutexes.set(refresh.view.id, mutex);
  return mutex.run(() => refreshRounds(refresh));
}

async function refreshRounds(refresh: Refresh): Promise<Refreshed> {
  const { database, view, identity, cancellation } = refresh;
  const started = Date.now();
  const total: Refreshed = { scanned: 0, landed: 0 };
  let positions = await database.read(({ connection }) => readPositions(connection, view.id));
  let next: Promise<Batch> | undefined = nextBatch(refresh, positions, started);
  while (next) {
    cancellation.check();
    const batch: Batch = await next;
    next = undefined;
    if (batch.positions.size === 0) break;
    const before = positions;
    const after = new Map([...before, ...batch.positions]);
    // The next round is read while this one lands.
    if (!batch.last) next = nextBatch(refresh, after, started);
    next?.catch(() => {});
    const landed = await landAlone(refresh, batch, before, started);
    if (landed === undefined) {
      await next;
      positions = await database.read(({ connection }) => readPositions(connection, view.id));
      next = nextBatch(refresh, positions, started);
      continue;
    }
    positions = after;
    total.scanned += batch.records;
    total.landed += landed;
  }
  if (refresh.type === 'Manual' || total.scanned > 0) {
    const text = total.scanned > 0 ? status.incremental : status.nothing;
    await database.write(({ connection }) =>
      logRefresh(connection, view, identity, { type: refresh.type, status: text, started }),
    );
  }
  return total;
}

async function nextBatch(
  { reader, view }: Refresh,
  positions: Map<string, Position>,
  until: number,
): Promise<Batch> {
  const stream = view.materialized?.stream?.name ?? '';
  const batch = await readBatch(reader, stream, positions, until);
  if (!batch)
    throw new SqlError(
      `Kinesis API failed: Stream ${stream} not found. (ResourceNotFoundException)`,
      '42P01',
    );
  return batch;
}

/** Lands a batch in a transaction of its own; undefined when another refresh was there first. */
async function landAlone(
  refresh: Refresh,
  batch: Batch,
  before: ReadonlyMap<string, Position>,
  started: number,
): Promise<number | undefined> {
  const { database, identity, cancellation } = refresh;
  try {
    return await database.write(
      (transaction) =>
        cancellation.hold(transaction.connection, async () => {
          const view = stillThere(transaction.catalog, refresh.view);
          const now = await readPositions(transaction.connection, view.id);
          for (const shard of batch.positions.keys()) {
            if (now.get(shard)?.sequenceNumber !== before.get(shard)?.sequenceNumber) return undefined;
          }
          return landStaged(refresh, transaction, view, batch);
        }),
      async (connection, catalog) => {
        if (database.isOpen) await stageFor(refresh, connection, catalog, batch, started);
      },
    );
  } catch (error) {
    cancellation.check();
    await noteFailure(refresh, batch, identity, started, error);
    throw error;
  }
}

async function stageFor(
  { database, view }: Refresh,
  connection: DuckDBConnection,
  catalog: Catalog,
  batch: Batch,
  started: number,
): Promise<void> {
  const now = stillThere(catalog, view);
  const body = await bodyOf(catalog, now, database.systemColumns, database.options.name);
  await stage(connection, batch.runs, body, started);
}

async function landStaged(
  { database, identity }: Refresh,
  transaction: Transaction,
  view: RelationRecord,
  batch: Batch,
): Promise<number> {
  const { connection } = transaction;
  const body = await bodyOf(transaction.catalog, view, database.systemColumns, database.options.name);
  const landed = await land(connection, view, body, batch, identity);
  await unstage(connection, body);
  return landed;
}

/** Refreshes a streaming view inside a transaction that is already open: all of it commits or none. */
export async function refreshStreamWithin(refresh: Refresh, transaction: Transaction): Promise<Refreshed> {
  const { view, identity } = refresh;
  const started = Date.now();
  const total: Refreshed = { scanned: 0, landed: 0 };
  let positions = await readPositions(transaction.connection, view.id);
  for (let last = false; !last; ) {
    refresh.cancellation.check();
    const batch = await nextBatch(refresh, positions, started);
    last = batch.last || batch.positions.size === 0;
    if (batch.positions.size === 0) break;
    try {
      await stageFor(refresh, transaction.connection, transaction.catalog, batch, started);
      total.landed += await landStaged(refresh, transaction, view, batch);
    } catch (error) {
      transaction.afterRollback.push(() => noteFailure(refresh, batch, identity, started, error));
      throw error;
    }
    total.scanned += batch.records;
    positions = new Map([...positions, ...batch.positions]);
  }
  const text = total.scanned > 0 ? status.incremental : status.nothing;
  await logRefresh(transaction.connection, view, identity, { type: refresh.type, status: text, started });
  return total;
}

/** Recomputes a view over tables, in the open transaction. */
export async function recompute(refresh: Refresh, transaction: Transaction): Promise<void> {
  const { database, view, identity, type } = refresh;
  const started = Date.now();
  const { connection, catalog } = transaction;
  const body = await bodyOf(catalog, view, database.systemColumns, database.options.name);
  const table = qualified(view.schema, view.name);
  await connection.run(`DELETE FROM ${table}`);
  await connection.run(`INSERT INTO ${table} ${body}`).catch((error: unknown) => {
    throw translateError(error);
  });
  await logRefresh(connection, view, identity, { type, status: status.recomputed, started });
}

async function noteFailure(
  refresh: Refresh,
  batch: Batch,
  identity: RefreshIdentity,
  started: number,
  error: unknown,
): Promise<void> {
  const { database, view, type } = refresh;
  if (!(error instanceof SqlError)) return;
  try {
    const catalog = await database.catalog();
    const body = await bodyOf(catalog, view, database.systemColumns, database.options.name);
    const failing = await database.withWriter((connection) =>
      firstFailing(connection, body, batch.runs).finally(() => unstage(connection, body)),
    );
    await database.write(async ({ connection }) => {
      if (failing) await logScanError(connection, view, identity, failing);
      await logRefresh(connection, view, identity, {
        type,
        status: `Refresh failed. ${error.message}`,
        started,
      });
    });
  } catch (second) {
    // The refresh's own error is the one to tell; this one only kept it out of the system tables.
    database.options.log?.(`redshift: could not note a failed refresh of ${view.name}: ${second}`);
  }
}

function stillThere(catalog: Catalog, view: RelationRecord): RelationRecord {
  const found = catalog.get('relation', relationKey(view.schema, view.name));
  if (!found || found.id !== view.id)
    throw new SqlError(`Materialized view "${view.name}" does not exist`, '42P01');
  return found;
}
