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

/** Writes a shard's position into the open transaction, beside the rows it stands for. */
export async function writePosition(
  connection: DuckDBConnection,
  viewId: number,
  shardId: string,
  position: Position,
): Promise<void> {
  const values = [BigInt(viewId), shardId, position.sequenceNumber ?? null, position.ended];
  const updated = await runPrepared(
    connection,
    'UPDATE redshift_catalog.checkpoints SET sequence_number = $3, ended = $4 WHERE mv_id = $1 AND shard_id = $2',
    values,
  );
  if (updated > 0) return;
  await runPrepared(connection, 'INSERT INTO redshift_catalog.checkpoints VALUES ($1, $2, $3, $4)', values);
}
