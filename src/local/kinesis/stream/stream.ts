import { join } from 'node:path';
import type { HashKey } from '../hash-key.js';
import { ShardLog, type ShardLogParts } from '../log/shard-log.js';
import { SequenceNumbers } from '../sequence-number.js';
import { WriteMeter } from './on-demand.js';
import { openShards } from './shards.js';
import type { ShardState, StreamState } from './state.js';
import { ShardThroughput } from './throughput.js';

const HOUR_MS = 3_600_000;

/** What a shard needs at work. */
export interface LiveShard {
  readonly state: ShardState;
  readonly log: ShardLog;
  readonly sequence: SequenceNumbers;
  readonly throughput: ShardThroughput;
}

/** A stream at work: its state on disk, its shards' logs, and who waits for records. */
export class Stream {
  state: StreamState;
  readonly meter = new WriteMeter();
  readonly #folder: string;
  readonly #parts: ShardLogParts;
  readonly #live = new Map<string, LiveShard>();
  readonly #arrived: () => void;
  #route: ShardState[] | undefined;
  #announced = false;

  constructor(state: StreamState, folder: string, parts: ShardLogParts, arrived: () => void) {
    this.#arrived = arrived;
    this.state = state;
    this.#folder = folder;
    this.#parts = parts;
  }

  /** Whether records can be put and read: it is in every state but CREATING. */
  get exists(): boolean {
    return this.state.status !== 'CREATING';
  }

  shard(id: string): ShardState | undefined {
    return this.state.shards.find((s) => s.id === id);
  }

  /** Opens the shard's log on first use. @throws ForeignSegmentError */
  live(shard: ShardState): LiveShard {
    const known = this.#live.get(shard.id);
    if (known?.state === shard) return known;
    const live: LiveShard = {
      state: shard,
      log: known?.log ?? new ShardLog(this.shardFolder(shard.id), this.#parts),
      sequence: known?.sequence ?? new SequenceNumbers(shard.epochSeconds, shard.index),
      throughput: known?.throughput ?? new ShardThroughput(),
    };
    this.#live.set(shard.id, live);
    return live;
  }

  shardFolder(id: string): string {
    return join(this.#folder, id);
  }

  /** Open shards by hash key; `reroute` after they changed. */
  open(): ShardState[] {
    this.#route ??= openShards(this.state);
    return this.#route;
  }

  reroute(): void {
    this.#route = undefined;
  }

  /** The open shard that a hash key belongs to. Every key has one: open shards cover the whole space. */
  shardFor(key: HashKey): ShardState {
    const open = this.open();
    let low = 0;
    let high = open.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((open[middle]?.start ?? '') <= key) low = middle + 1;
      else high = middle;
    }
    const shard = open[low - 1];
    if (shard === undefined) throw new Error(`stream ${this.state.name} has no open shard for ${key}`);
    return shard;
  }

  /** Records that arrived before are no longer in the stream. Epoch ms. */
  horizon(nowMs: number): number {
    return Math.max(this.state.lostBefore, nowMs - this.state.retentionHours * HOUR_MS);
  }

  /** Tells that records arrived (or shards changed), soon and once for all that happened until then. */
  announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    setImmediate(() => {
      this.#announced = false;
      this.#arrived();
    });
  }

  close(): void {
    for (const { log } of this.#live.values()) log.close();
    this.#live.clear();
  }

  /** Closes what is open of some shards (all when none are named) whose files are about to be removed. */
  async discard(ids: string[] = [...this.#live.keys()]): Promise<void> {
    for (const id of ids) {
      const live = this.#live.get(id);
      this.#live.delete(id);
      await live?.log.discard();
    }
  }
}
