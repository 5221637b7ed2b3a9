import type { ShardBatch, StreamReader } from './reader.js';
import { parseSequenceNumber } from './sequence-number.js';
import type { StreamRegistry } from './stream/registry.js';
import { isOpen } from './stream/shards.js';
import type { ShardState } from './stream/state.js';

/** Reads the shards' logs for Redshift, in the same process and outside the shards' limits. */
export class StoreReader implements StreamReader {
  readonly #streams: StreamRegistry;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(streams: StreamRegistry) {
    this.#streams = streams;
    streams.onArrival((name) => {
      for (const listener of this.#listeners.get(name) ?? []) listener();
    });
  }

  shards(streamName: string): { shardId: string; parentShardIds: string[] }[] | undefined {
    const state = this.#streams.find(streamName)?.state;
    if (state === undefined || (state.status !== 'ACTIVE' && state.status !== 'UPDATING')) return undefined;
    // Shards are kept in the order of their making, so a parent stands before its children.
    return state.shards.map((shard) => ({
      shardId: shard.id,
      parentShardIds: [shard.parent, shard.adjacentParent].filter((id) => id !== undefined),
    }));
  }

  /** @throws Error when there is no such stream or shard, or `after` is no sequence number */
  async read(
    streamName: string,
    shardId: string,
    after: string | undefined,
    limit: { records: number; bytes: number },
  ): Promise<ShardBatch> {
    const stream = this.#streams.find(streamName);
    const shard = stream?.shard(shardId);
    if (stream === undefined || shard === undefined)
      throw new Error(`no shard ${shardId} in stream ${streamName}`);
    const { log, sequence } = stream.live(shard);
    const { records, next } = await log.read(startAfter(after, shard), limit, stream.horizon(Date.now()));
    const atTip = next >= log.next;
    return {
      records: records.map((r) => ({
        sequenceNumber: sequence.of(r.index, r.arrivalMs),
        partitionKey: r.partitionKey,
        approximateArrivalTimestamp: r.arrivalMs,
        data: r.data,
      })),
      atTip,
      ended: atTip && !isOpen(shard),
    };
  }

  /** The stream need not exist yet; it may be deleted and made again under the listener. */
  onArrival(streamName: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(streamName) ?? new Set();
    this.#listeners.set(streamName, listeners.add(listener));
    return () => listeners.delete(listener);
  }
}

/**
 * A position of an older stream of the same name lies before every record of this one, as its text does.
 * @throws Error when it is no sequence number
 */
function startAfter(after: string | undefined, shard: ShardState): number {
  if (after === undefined) return 0;
  const position = parseSequenceNumber(after);
  if (position === undefined) throw new Error(`${after} is no sequence number`);
  if (position.epochSeconds < shard.epochSeconds) return 0;
  return position.epochSeconds > shard.epochSeconds ? Number.MAX_SAFE_INTEGER : position.recordIndex + 1;
}
