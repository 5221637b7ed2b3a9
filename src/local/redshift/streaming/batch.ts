import type { ShardRecord, StreamReader } from '../../kinesis/reader.js';
import type { Position } from './positions.js';

/** Records of one shard, oldest first. */
export interface ShardRun {
  shardId: string;
  /** Tells the shards of one batch apart. */
  shardNo: number;
  records: ShardRecord[];
}

/** The records of one round, and where each shard then stands. */
export interface Batch {
  /** Only shards that gave any. */
  runs: ShardRun[];
  /** In all runs together. */
  records: number;
  /** Only shards that moved. */
  positions: Map<string, Position>;
  /** No shard has more than this round read (as far as the refresh's start looked). */
  last: boolean;
}

/**
 * How much one round takes. Two of DuckDB's row groups: each of its two threads then makes one, and a row group that is
 * full goes straight to the table's file, not through the write-ahead log too. Bounded by bytes, because one record may
 * be 1 MiB.
 */
export const roundLimit = { records: 245_760, bytes: 96 * 1024 * 1024 };

/**
 * Reads the next round of a stream: from each shard that is open to this view (its parents wholly read) a fair share.
 * Returns undefined when the stream is gone.
 * @param until epoch ms: a shard whose newest record is younger is left for the next refresh, so that a refresh ends
 */
export async function readBatch(
  reader: StreamReader,
  stream: string,
  positions: ReadonlyMap<string, Position>,
  until: number,
): Promise<Batch | undefined> {
  const shards = reader.shards(stream);
  if (!shards) return undefined;
  const listed = new Set(shards.map((shard) => shard.shardId));
  const ended = (id: string) => !listed.has(id) || positions.get(id)?.ended === true;
  const open = shards.filter(
    (shard) => !positions.get(shard.shardId)?.ended && shard.parentShardIds.every(ended),
  );
  const share = {
    records: Math.max(1, Math.floor(roundLimit.records / Math.max(1, open.length))),
    bytes: Math.max(1, Math.floor(roundLimit.bytes / Math.max(1, open.length))),
  };
  const batch: Batch = { runs: [], records: 0, positions: new Map(), last: true };
  const read = await Promise.all(
    open.map((shard) =>
      reader.read(stream, shard.shardId, positions.get(shard.shardId)?.sequenceNumber, share),
    ),
  );
  for (const [index, { records, atTip, ended: shardEnded }] of read.entries()) {
    const shardId = open[index]?.shardId ?? '';
    const newest = records.at(-1);
    if (newest || shardEnded) {
      batch.positions.set(shardId, {
        sequenceNumber: newest?.sequenceNumber ?? positions.get(shardId)?.sequenceNumber,
        ended: shardEnded,
      });
    }
    if (newest) batch.runs.push({ shardId, shardNo: index, records });
    batch.records += records.length;
    // A shard that ended opens its children: there may be more in the next round.
    if (shardEnded || !(atTip || (newest && newest.approximateArrivalTimestamp >= until))) batch.last = false;
  }
  return batch;
}
