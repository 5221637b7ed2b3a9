/** Records as they were written, still in memory. */
export interface Chunk {
  firstIndex: number;
  count: number;
  buffer: Buffer;
}

/** What a chunk costs besides its bytes (its objects and the allocation). */
const OVERHEAD_BYTES = 300;

/**
 * The newest written chunks of every shard, together never above one bound, so that readers near the tip need no
 * disk and the number of shards costs no memory. The oldest chunk of all goes first.
 */
export class TipCache {
  readonly #limit: number;
  #bytes = 0;
  /** In the order of writing; a shard's own chunks are therefore in order too. */
  readonly #order = new Map<Chunk, ShardTip>();

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** A shard's part of the cache. */
  tip(): ShardTip {
    return new ShardTip(this);
  }

  add(tip: ShardTip, chunk: Chunk): void {
    this.#order.set(chunk, tip);
    this.#bytes += chunk.buffer.length + OVERHEAD_BYTES;
    while (this.#bytes > this.#limit) {
      const oldest = this.#order.entries().next();
      if (oldest.done) return;
      this.remove(oldest.value[0]);
      oldest.value[1].dropOldest();
    }
  }

  remove(chunk: Chunk): void {
    if (this.#order.delete(chunk)) this.#bytes -= chunk.buffer.length + OVERHEAD_BYTES;
  }
}

export class ShardTip {
  readonly #cache: TipCache;
  #chunks: Chunk[] = [];
  #head = 0;

  constructor(cache: TipCache) {
    this.#cache = cache;
  }

  add(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#cache.add(this, chunk);
  }

  /** The chunk that holds a record; undefined when it is no longer (or was never) in memory. */
  find(index: number): Chunk | undefined {
    let low = this.#head;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = this.#chunks[middle];
      if (chunk !== undefined && chunk.firstIndex <= index) low = middle + 1;
      else high = middle;
    }
    const chunk = low > this.#head ? this.#chunks[low - 1] : undefined;
    return chunk !== undefined && index < chunk.firstIndex + chunk.count ? chunk : undefined;
  }

  /** Called by the cache when it has taken the shard's oldest chunk out. */
  dropOldest(): void {
    this.#head += 1;
    if (this.#head < 64 || this.#head * 2 < this.#chunks.length) {
      // The dropped chunks must not be held by the array until it is compacted.
      (this.#chunks as (Chunk | undefined)[])[this.#head - 1] = undefined;
      return;
    }
    this.#chunks = this.#chunks.slice(this.#head);
    this.#head = 0;
  }

  clear(): void {
    for (const chunk of this.#chunks.slice(this.#head)) this.#cache.remove(chunk);
    this.#chunks = [];
    this.#head = 0;
  }
}
