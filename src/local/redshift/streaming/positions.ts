import type { DuckDBConnection } from '@duckdb/node-api';
import { preparedOnce, runPrepared } from '../engine/prepared.js';

/** How far a view has read a shard. */
export interface Position {
  sequenceNumber: string | undefined;
  ended: boolean;
}

/** A view's positions by shard id, as the connection's transaction sees them. */
export async function readPositions(
  connection: DuckDBConnection,
  viewId: number,
): Promise<Map<string, Position>> {
  const prepared = await preparedOnce(
    connection,
    'SELECT shard_id, sequence_number, ended FROM redshift_catalog.checkpoints WHERE mv_id = $1',
  );
  prepared.bind([BigInt(viewId)]);
  const rows = await prepared.runAndReadAll();
  return new Map(
    (rows.getRows() as [string, string | null, boolean][]).map(([shard, sequenceNumber, ended]) => [
      shard,
      { sequenceNumber: sequenceNumber ?? undefined, ended },
    ]),
  );
}

/**
 * Writes the positions of a batch's shards into the open transaction, beside the rows they stand for: two statements
 * however many shards there are, because each costs a round through DuckDB's threads.
 */
export async function writePositions(
  connection: DuckDBConnection,
  viewId: number,
  positions: ReadonlyMap<string, Position>,
): Promise<void> {
  if (positions.size === 0) return;
  const shards = [...positions.keys()];
  const marks = shards.map((_, index) => `$${index + 2}`).join(', ');
  await runPrepared(
    connection,
    `DELETE FROM redshift_catalog.checkpoints WHERE mv_id = $1 AND shard_id IN (${marks})`,
    [BigInt(viewId), ...shards],
  );
  const rows = [...positions].map(([shard, { sequenceNumber, ended }]) => [
    shard,
    sequenceNumber ?? null,
    ended,
  ]);
  const values = rows.map((_, row) => `($1, $${row * 3 + 2}, $${row * 3 + 3}, $${row * 3 + 4})`).join(', ');
  await runPrepared(connection, `INSERT INTO redshift_catalog.checkpoints VALUES ${values}`, [
    BigInt(viewId),
    ...rows.flat(),
  ]);
}
