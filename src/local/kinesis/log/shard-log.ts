import { ftruncateSync, mkdirSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Flusher, OpenSegment } from './flusher.js';
import {
  decodeRecord,
  encodeRecords,
  type LogRecord,
  type NewRecord,
  recordArrival,
  recordIndex,
  recordLength,
} from './record-format.js';
import { createSegmentFile, HEADER_BYTES, Segment } from './segment.js';
import { walkSegment } from './segment-reader.js';
import type { ShardTip, TipCache } from './tip-cache.js';

/** Segments are dropped whole, so none may hold much more than an hour, nor be long to scan when a kill left it open. */
const SEGMENT_BYTES = 16 * 1024 * 1024;
const SEGMENT_MS = 3_600_000;
/**
 * Left out between the last record found on opening and the next one written. A power cut may have taken records that
 * a reader had already seen; their indexes must not be given to others, or that reader would pass those over.
 */
const RESTART_GAP = 2 ** 20;

export interface ShardLogParts {
  flusher: Flusher;
  cache: TipCache;
  /** For tests: a smaller size at which a new segment begins. */
  segmentBytes?: number;
}

export interface LogBatch {
  records: LogRecord[];
  /** Where to read on. */
  next: number;
}

/** The records of one shard: append-only segment files in one folder. */
export class ShardLog {
  readonly #folder: string;
  readonly #flusher: Flusher;
  readonly #tip: ShardTip;
  readonly #segmentBytes: number;
  readonly #segments: Segment[] = [];
  /** The segment being written; none until the first record after opening, which begins a new one. */
  #open: OpenSegment | undefined;
  /** A failed write may have left bytes behind `size` that could not be cut off then. */
  #untidy = false;

  /**
   * Opens the folder (which need not exist) and cuts off what a kill left half written.
   * @throws ForeignSegmentError
   */
  constructor(folder: string, parts: ShardLogParts) {
    this.#folder = folder;
    this.#flusher = parts.flusher;
    this.#tip = parts.cache.tip();
    this.#segmentBytes = parts.segmentBytes ?? SEGMENT_BYTES;
    for (const base of segmentBases(folder)) {
      const segment = new Segment(folder, base);
      // A kill between creating a segment and writing its header leaves a file without either.
      if (statSync(segment.path).size < HEADER_BYTES) {
        rmSync(segment.path);
        continue;
      }
      segment.load();
      this.#segments.push(segment);
    }
  }

  /** The next record's index, or one below it: no record lies in between. */
  get next(): number {
    return this.#segments.at(-1)?.next ?? 1;
  }

  /**
   * Writes records; when it returns they survive the end of the process.
   * @returns the first record's index
   * @throws the file system's error when not all could be written: then none of them was
   */
  append(records: readonly NewRecord[], arrivalMs: number, flags: number): number {
    const open = this.#writable(arrivalMs);
    const { segment } = open;
    const first = segment.next;
    const buffer = encodeRecords(records, first, arrivalMs, flags);
    try {
      if (this.#untidy) ftruncateSync(open.descriptor, segment.size);
      this.#untidy = true;
      writeWhole(open.descriptor, buffer, segment.size);
      this.#untidy = false;
    } catch (error) {
      this.#tidy(open);
      throw error;
    }
    segment.extend(first, records.length, buffer.length, arrivalMs);
    this.#tip.add({ firstIndex: first, count: records.length, buffer });
    this.#flusher.markDirty(open);
    return first;
  }

  /**
   * Records from an index on, oldest first. Those that arrived before `horizonMs` are passed over.
   * @param limit at most so many records and bytes of keys and data; always at least one record when there is one
   */
  async read(from: number, limit: { records: number; bytes: number }, horizonMs: number): Promise<LogBatch> {
    const records: LogRecord[] = [];
    let bytes = 0;
    let next = from;
    const visit = (buffer: Buffer, at: number): boolean => {
      if (recordArrival(buffer, at) < horizonMs) {
        next = recordIndex(buffer, at) + 1;
        return true;
      }
      const record = decodeRecord(buffer, at);
      bytes += record.data.length + record.partitionKey.length;
      if (records.length >= limit.records || (records.length > 0 && bytes > limit.bytes)) return false;
      records.push(record);
      next = record.index + 1;
      return true;
    };
    const tip = this.next;
    while (next < tip && records.length < limit.records && bytes <= limit.bytes) {
      const chunk = this.#tip.find(next);
      if (chunk !== undefined) {
        if (!walkBuffer(chunk.buffer, next, visit)) break;
        continue;
      }
      const segment = this.#segments.find((s) => s.next > next);
      if (segment === undefined) break;
      const end = segment.next;
      next = Math.max(next, segment.base);
      if (segment.newestArrival < horizonMs) {
        next = end;
        continue;
      }
      let stopped = false;
      await walkSegment(segment, next, (buffer, at) => {
        stopped = !visit(buffer, at);
        return !stopped;
      });
      if (stopped) break;
      // What the segment no longer yields (damage, retention) must not be asked for again.
      next = Math.max(next, end);
    }
    return { records, next };
  }

  /** The index of the first record that arrived at that time or later; the next record's when there is none. */
  async indexAt(timeMs: number): Promise<number> {
    for (const segment of [...this.#segments]) {
      if (segment.newestArrival < timeMs) continue;
      let found: number | undefined;
      await walkSegment(segment, segment.base, (buffer, at) => {
        if (recordArrival(buffer, at) >= timeMs) found = recordIndex(buffer, at);
        return found === undefined;
      });
      if (found !== undefined) return found;
    }
    return this.next;
  }

  /** Removes the segments whose every record arrived before that time. */
  trim(horizonMs: number): void {
    const last = this.#segments.at(-1);
    // The next record's index is known from the last file's name alone: that file is replaced, and goes at a later
    // trim, when its successor is surely on the disk.
    if (last !== undefined && last.count > 0 && last.newestArrival < horizonMs) {
      this.#roll();
      return;
    }
    while (this.#segments.length > 1) {
      const oldest = this.#segments[0];
      if (oldest === undefined || oldest.newestArrival >= horizonMs) return;
      this.#segments.shift();
      oldest.removed = true;
      rmSync(`${oldest.path}.index`, { force: true });
      rmSync(oldest.path, { force: true });
    }
  }

  /** Syncs and closes the files; the flusher must have settled. The log must not be used afterwards. */
  close(): void {
    this.#tip.clear();
    this.#flusher.finish(this.#folder, this.#open);
    this.#open = undefined;
  }

  /** Closes the files of a log whose folder is about to be removed. */
  async discard(): Promise<void> {
    this.#tip.clear();
    const open = this.#open;
    this.#open = undefined;
    await this.#flusher.discard(this.#folder, open);
  }

  #writable(nowMs: number): OpenSegment {
    const open = this.#open;
    if (open === undefined) return this.#roll();
    const { segment } = open;
    if (segment.count === 0) return open;
    const old = nowMs - segment.oldestArrival > SEGMENT_MS;
    return segment.size >= this.#segmentBytes || old ? this.#roll() : open;
  }

  #roll(): OpenSegment {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const previous = this.#open;
    if (previous !== undefined && this.#untidy) ftruncateSync(previous.descriptor, previous.segment.size);
    this.#untidy = false;
    const gap = previous === undefined && this.#segments.length > 0 ? RESTART_GAP : 0;
    const segment = new Segment(this.#folder, this.next + gap);
    const descriptor = createSegmentFile(segment);
    this.#segments.push(segment);
    this.#open = { segment, folder: this.#folder, descriptor, fresh: true, full: false };
    this.#flusher.markDirty(this.#open);
    if (previous !== undefined) {
      previous.full = true;
      this.#flusher.markDirty(previous);
    }
    return this.#open;
  }

  #tidy(open: OpenSegment): void {
    try {
      ftruncateSync(open.descriptor, open.segment.size);
      this.#untidy = false;
    } catch {
      // Tried again before the next write; until then `size` keeps readers off the half-written bytes.
    }
  }
}

/** @returns false when the visitor stopped */
function walkBuffer(buffer: Buffer, from: number, visit: (buffer: Buffer, at: number) => boolean): boolean {
  for (let at = 0; at < buffer.length; at += recordLength(buffer, at) ?? buffer.length) {
    if (recordIndex(buffer, at) >= from && !visit(buffer, at)) return false;
  }
  return true;
}

function writeWhole(descriptor: number, buffer: Buffer, position: number): void {
  let written = 0;
  while (written < buffer.length) {
    written += writeSync(descriptor, buffer, written, buffer.length - written, position + written);
  }
}

function segmentBases(folder: string): number[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => /^\d{16}\.seg$/.test(name))
    .map((name) => Number(name.slice(0, 16)))
    .sort((a, b) => a - b);
}
