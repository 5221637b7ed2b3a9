import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from '../../cloud.js';
import type { DurableDocument } from '../../durable-document.js';
import { uniformRanges } from '../hash-key.js';
import { Flusher } from '../log/flusher.js';
import type { ShardLogParts } from '../log/shard-log.js';
import { TipCache } from '../log/tip-cache.js';
import { addShard, isOpen } from './shards.js';
import type { StreamMode, StreamState, StreamsDocument, StreamUpdate } from './state.js';
import { Stream } from './stream.js';
import { Timers } from './timers.js';
import { applyUpdate } from './updates.js';

const TIP_CACHE_BYTES = 16 * 1024 * 1024;
const TRIM_EVERY_MS = 60_000;
const RETRY_MS = 1000;
export const DEFAULT_RETENTION_HOURS = 24;

export interface NewStream {
  name: string;
  mode: StreamMode;
  shardCount: number;
  tags: Record<string, string>;
  maxRecordKiB: number;
}

/** All streams of the cloud, their life cycle and their files. */
export class StreamRegistry {
  readonly #cloud: Cloud;
  readonly #document: DurableDocument<StreamsDocument>;
  readonly #streams = new Map<string, Stream>();
  readonly #parts: ShardLogParts;
  readonly #timers: Timers;
  #arrived: (streamName: string) => void = () => undefined;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#timers = new Timers((line) => cloud.log(line));
    this.#document = cloud.document<StreamsDocument>('kinesis/streams', {
      tokenKey: randomBytes(32).toString('base64'),
      lastEpochSeconds: 0,
      streams: [],
      leftovers: [],
    });
    this.#parts = {
      flusher: new Flusher((line) => cloud.log(line)),
      cache: new TipCache(TIP_CACHE_BYTES),
    };
    for (const state of this.#document.value.streams) this.#streams.set(state.name, this.#stream(state));
  }

  get tokenKey(): Buffer {
    return Buffer.from(this.#document.value.tokenKey, 'base64');
  }

  /** Who is told the name of a stream that records arrived in. */
  onArrival(listener: (streamName: string) => void): void {
    this.#arrived = listener;
  }

  find(name: string): Stream | undefined {
    return this.#streams.get(name);
  }

  /** In the order of their names. */
  all(): Stream[] {
    return [...this.#streams.values()].sort((a, b) => (a.state.name < b.state.name ? -1 : 1));
  }

  /** Takes up what the end of the last process interrupted, and trims from now on. */
  start(): void {
    for (const stream of this.all()) {
      if (stream.state.status === 'CREATING') this.#later(() => this.#activate(stream));
      if (stream.state.status === 'UPDATING') this.#later(() => this.#finishUpdate(stream));
      if (stream.state.status === 'DELETING') this.#later(() => this.#finishDeletion(stream));
      for (const consumer of stream.state.consumers) {
        if (consumer.status !== 'ACTIVE') this.settleConsumer(stream, consumer.arn);
      }
    }
    this.#timers.after(0, () => this.#sweep());
    this.#timers.every(TRIM_EVERY_MS, () => this.trim());
  }

  async stop(): Promise<void> {
    this.#timers.clear();
    await this.#parts.flusher.settle();
    for (const stream of this.#streams.values()) stream.close();
  }

  /** Begins a stream: CREATING, then ACTIVE with its shards. */
  create(spec: NewStream): Stream {
    const now = Date.now();
    const state: StreamState = {
      name: spec.name,
      uid: `${now}-${randomBytes(4).toString('hex')}`,
      createdAt: now,
      status: 'CREATING',
      mode: spec.mode,
      shards: [],
      nextShardIndex: 0,
      retentionHours: DEFAULT_RETENTION_HOURS,
      lostBefore: 0,
      maxRecordKiB: spec.maxRecordKiB,
      tags: { ...spec.tags },
      consumers: [],
      policies: {},
      peaks: [],
      scaledAt: [],
    };
    const epoch = Math.max(Math.floor(now / 1000), this.#document.value.lastEpochSeconds + 1);
    for (const range of uniformRanges(spec.shardCount)) addShard(state, range, epoch, now);
    const stream = this.#stream(state);
    this.#streams.set(spec.name, stream);
    try {
      this.#save();
    } catch (error) {
      this.#streams.delete(spec.name);
      throw error;
    }
    this.#later(() => this.#activate(stream));
    return stream;
  }

  /** Changes a stream's state and writes it; when it cannot be written nothing has changed. */
  change(stream: Stream, mutate: (state: StreamState) => void): void {
    const before = structuredClone(stream.state);
    try {
      mutate(stream.state);
      this.#save();
    } catch (error) {
      stream.state = before;
      throw error;
    } finally {
      stream.reroute();
    }
  }

  /** Begins an update: UPDATING, then ACTIVE as what it became. */
  update(stream: Stream, update: StreamUpdate): void {
    this.change(stream, (state) => {
      state.status = 'UPDATING';
      state.update = update;
    });
    this.#later(() => this.#finishUpdate(stream));
  }

  /** Begins a deletion: DELETING, then gone. */
  remove(stream: Stream): void {
    this.change(stream, (state) => {
      state.status = 'DELETING';
      delete state.update;
    });
    this.#later(() => this.#finishDeletion(stream));
  }

  /** Lets a consumer's CREATING become ACTIVE, its DELETING become absence. */
  settleConsumer(stream: Stream, arn: string): void {
    this.#later(() =>
      this.change(stream, (state) => {
        const consumer = state.consumers.find((c) => c.arn === arn);
        if (consumer?.status === 'CREATING') consumer.status = 'ACTIVE';
        if (consumer?.status === 'DELETING') {
          state.consumers = state.consumers.filter((c) => c !== consumer);
          delete state.policies[arn];
        }
      }),
    );
  }

  /** Removes the files of records, and the closed shards, that retention has passed. */
  trim(): void {
    for (const stream of this.#streams.values()) {
      if (!stream.exists || stream.state.status === 'DELETING') continue;
      try {
        this.#trimStream(stream);
      } catch (error) {
        this.#cloud.log(`kinesis: ${stream.state.name} not trimmed: ${(error as Error).message}`);
      }
    }
  }

  #trimStream(stream: Stream): void {
    const horizon = stream.horizon(Date.now());
    const expired = stream.state.shards.filter((s) => !isOpen(s) && (s.closedAt ?? 0) < horizon);
    for (const shard of stream.state.shards) {
      if (!expired.includes(shard)) stream.live(shard).log.trim(horizon);
    }
    if (expired.length > 0)
      this.#dropShards(
        stream,
        expired.map((s) => s.id),
      );
  }

  #dropShards(stream: Stream, ids: string[]): void {
    this.change(stream, (state) => {
      state.shards = state.shards.filter((s) => !ids.includes(s.id));
      const { leftovers } = this.#document.value;
      this.#document.value.leftovers = [...leftovers, ...ids.map((id) => join(folderName(state), id))];
    });
    this.#timers.after(0, async () => {
      await stream.discard(ids);
      await this.#sweep();
    });
  }

  #stream(state: StreamState): Stream {
    return new Stream(state, join(this.#cloud.folder, 'kinesis', folderName(state)), this.#parts, () =>
      this.#arrived(state.name),
    );
  }

  #activate(stream: Stream): void {
    if (stream.state.status !== 'CREATING') return;
    this.change(stream, (state) => {
      state.status = 'ACTIVE';
    });
    stream.announce();
  }

  #finishUpdate(stream: Stream): void {
    if (stream.state.status !== 'UPDATING') return;
    this.change(stream, (state) => {
      if (state.update) applyUpdate(state, state.update, Date.now());
      delete state.update;
      state.status = 'ACTIVE';
    });
    stream.announce();
  }

  async #finishDeletion(stream: Stream): Promise<void> {
    if (this.#streams.get(stream.state.name) !== stream) return;
    this.#streams.delete(stream.state.name);
    this.#document.value.leftovers.push(folderName(stream.state));
    this.#save();
    await stream.discard();
    await this.#sweep();
  }

  /** Removes the folders of what is no longer. They are named in the document, so nothing else is ever removed. */
  async #sweep(): Promise<void> {
    const { leftovers } = this.#document.value;
    if (leftovers.length === 0) return;
    for (const name of leftovers) {
      await rm(join(this.#cloud.folder, 'kinesis', name), { recursive: true, force: true });
    }
    this.#document.value.leftovers = this.#document.value.leftovers.filter((n) => !leftovers.includes(n));
    this.#save();
  }

  #later(task: () => void | Promise<void>, delayMs = this.#cloud.settings.delays.stream): void {
    this.#timers.after(delayMs, async () => {
      try {
        await task();
      } catch (error) {
        // The disk may be full: a stream must not stay between two states for that.
        this.#cloud.log(`kinesis: tried again in a second: ${(error as Error).message}`);
        this.#later(task, RETRY_MS);
      }
    });
  }

  #save(): void {
    const states = [...this.#streams.values()].map((s) => s.state);
    const { value } = this.#document;
    value.streams = states;
    for (const shard of states.flatMap((s) => s.shards)) {
      value.lastEpochSeconds = Math.max(value.lastEpochSeconds, shard.epochSeconds);
    }
    this.#document.save(true);
  }
}

function folderName(state: StreamState): string {
  return `${state.name}@${state.uid}`;
}
