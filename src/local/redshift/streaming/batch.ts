import type { StreamReader } from '../../kinesis/reader.js';
import type { Position } from './positions.js';
import type { StagedRecord } from './staging.js';

/** The records of one round, in order of arrival, and where each shard then stands. */
export interface Batch {
  records: StagedRecord[];
  /** Only shards that moved. */
  positions: Map<string, Position>;
  bytes: number;
  /** No shard has more than this round read (as far as the refresh's start looked). */
  last: boolean;
}

/** How much one round takes. Bounded by bytes, because one record may be 1 MiB. */
export const roundLimit = { records: 40_000, bytes: 24 * 1024 * 1024 };

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
  const batch: Batch = { records: [], positions: new Map(), bytes: 0, last: true };
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
    for (const record of records) {
      batch.records.push({ ...record, shardId, shardNo: index });
      batch.bytes += record.data.length;
    }
    // A shard that ended opens its children: there may be more in the next round.
    if (shardEnded || !(atTip || (newest && newest.approximateArrivalTimestamp >= until))) batch.last = false;
  }
  if (open.length > 1)
    batch.records.sort((a, b) => a.approximateArrivalTimestamp - b.approximateArrivalTimestamp);
  return batch;
}
