import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isSound, recordArrival, recordIndex, recordLength } from './record-format.js';

const MAGIC = Buffer.from('KDSLOG1\n', 'latin1');
export const HEADER_BYTES = MAGIC.length;
/** One entry of the index for so many bytes: a read starts at most this far before its record. */
const INDEX_SPACING = 64 * 1024;

export class ForeignSegmentError extends Error {
  constructor(path: string) {
    super(`${path} is not a segment of a Kinesis shard; it is left as it is.`);
  }
}

/** What is known of one segment file without reading it. Of its records only a sparse index is in memory. */
export class Segment {
  readonly path: string;
  /** The index of the first record that was or will be written here. */
  readonly base: number;
  count = 0;
  /** Retention took it: its file is gone. */
  removed = false;
  /** Bytes of the file that hold sound records: nothing behind them is ever read. */
  size = HEADER_BYTES;
  oldestArrival = Number.POSITIVE_INFINITY;
  newestArrival = Number.NEGATIVE_INFINITY;
  /** Pairs of a record's index and its offset. */
  #points: number[] = [];

  constructor(folder: string, base: number) {
    this.path = join(folder, `${String(base).padStart(16, '0')}.seg`);
    this.base = base;
  }

  get next(): number {
    return this.base + this.count;
  }

  /** Takes in records that were just written behind `size`. */
  extend(firstIndex: number, count: number, bytes: number, arrivalMs: number): void {
    this.#point(firstIndex, this.size);
    this.count = firstIndex + count - this.base;
    this.size += bytes;
    this.oldestArrival = Math.min(this.oldestArrival, arrivalMs);
    this.newestArrival = Math.max(this.newestArrival, arrivalMs);
  }

  /** The offset to start reading from in order to find a record. */
  offsetFor(index: number): number {
    let low = 0;
    let high = this.#points.length / 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#points[middle * 2] ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? HEADER_BYTES : (this.#points[low * 2 - 1] ?? HEADER_BYTES);
  }

  /** The first offset of the index behind a place where the file is damaged; undefined when there is none. */
  offsetBehind(offset: number): number | undefined {
    for (let i = 1; i < this.#points.length; i += 2) {
      const candidate = this.#points[i] ?? 0;
      if (candidate > offset) return candidate;
    }
    return undefined;
  }

  /**
   * Learns the file's content from its sidecar or, when there is none that fits (a kill left the segment open),
   * record by record, and cuts off what was half written.
   * @throws ForeignSegmentError
   */
  load(): void {
    if (this.#loadSidecar()) return;
    if (!this.#scan()) truncateSync(this.path, this.size);
    try {
      this.writeSidecar();
    } catch {
      // Only a short cut for the next start; a full disk must not keep the records from being read.
    }
  }

  /**
   * Reads the file record by record up to the first that is not sound.
   * @returns whether the whole file was sound
   */
  #scan(): boolean {
    const buffer = readFileSync(this.path);
    const head = buffer.subarray(0, HEADER_BYTES);
    if (!head.equals(MAGIC.subarray(0, head.length))) throw new ForeignSegmentError(this.path);
    this.count = 0;
    this.size = HEADER_BYTES;
    this.#points = [];
    this.oldestArrival = Number.POSITIVE_INFINITY;
    this.newestArrival = Number.NEGATIVE_INFINITY;
    let at = HEADER_BYTES;
    while (isSound(buffer, at) && recordIndex(buffer, at) === this.next) {
      const length = recordLength(buffer, at) ?? 0;
      this.extend(this.next, 1, length, recordArrival(buffer, at));
      at += length;
    }
    return at === buffer.length;
  }

  /** Writes what `load` reads, so that a full segment need not be scanned again. Call it once the file is synced. */
  writeSidecar(): void {
    const path = `${this.path}.index`;
    const { base, count, size, oldestArrival, newestArrival } = this;
    const text = JSON.stringify({ base, count, size, oldestArrival, newestArrival, points: this.#points });
    writeFileSync(`${path}.tmp`, text, { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  }

  #loadSidecar(): boolean {
    try {
      const known = JSON.parse(readFileSync(`${this.path}.index`, 'utf8')) as Segment & { points: number[] };
      if (known.base !== this.base || known.size !== statSync(this.path).size) return false;
      this.count = known.count;
      this.size = known.size;
      this.oldestArrival = known.oldestArrival;
      this.newestArrival = known.newestArrival;
      this.#points = known.points;
      return Array.isArray(known.points);
    } catch {
      // Missing or cut short by a power cut: the segment itself holds everything.
      return false;
    }
  }

  #point(index: number, offset: number): void {
    const last = this.#points.at(-1);
    if (last === undefined || offset - last >= INDEX_SPACING) this.#points.push(index, offset);
  }
}

/** Creates the file of an empty segment and opens it for writing. */
export function createSegmentFile(segment: Segment): number {
  const descriptor = openSync(segment.path, 'w+', 0o600);
  try {
    if (writeSync(descriptor, MAGIC) !== HEADER_BYTES) throw new Error(`${segment.path}: header cut short`);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return descriptor;
}
