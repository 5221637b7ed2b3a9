import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Cell } from '../engine/outcome.js';
import { type PageAddress, type StatementRecord, settled } from './statement-record.js';

const hourMs = 3_600_000;
/** A finished statement and its result can be read for a day. */
const keptHours = 24;
/** A ClientToken holds this long. */
const tokenHours = 8;
/** Finished statements held in memory; older ones are read from disk. */
const heldFinished = 1_000;
/** Results beyond this are dropped, oldest hours first, before their day is over. */
const mostBytes = 1024 * 1024 * 1024;

/**
 * The statements of the Data API, in files of an hour each: `statements-<hour>.jsonl`, a line at submission and one at
 * the end, and `results-<hour>.jsonl`, a line a page. A line is written before the reply that speaks of it. A record
 * on disk that never ended belongs to a process that was killed: it is shown as FAILED, and is not run again.
 */
export class StatementStore {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #held = new Map<string, StatementRecord>();
  readonly #tokens = new Map<string, string>();
  #tokensRead = false;
  #prunedHour = 0;

  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
  }

  /** A new statement id: a UUID that begins with its second, so that its file is known. */
  newId(): string {
    return (
      Math.floor(this.#now() / 1000)
        .toString(16)
        .padStart(8, '0') + randomUUID().slice(8)
    );
  }

  /** Writes a statement as it now stands. */
  save(record: StatementRecord): void {
    this.#held.delete(record.id);
    this.#held.set(record.id, record);
    if (record.clientToken) this.#tokens.set(record.clientToken, record.id);
    this.#append(`statements-${hourOf(record.createdAt)}.jsonl`, `${JSON.stringify(record)}\n`);
    this.#forget();
  }

  get(id: string): StatementRecord | undefined {
    const held = this.#held.get(id);
    if (held) return held;
    const seconds = Number.parseInt(id.slice(0, 8), 16);
    if (!Number.isFinite(seconds) || seconds * 1000 < this.#now() - keptHours * hourMs) return undefined;
    return this.#hour(hourOf(seconds * 1000)).get(id);
  }

  /** Statements of the last day, newest first. */
  *newest(): Generator<StatementRecord> {
    const now = hourOf(this.#now());
    for (let hour = now; hour > now - keptHours - 1; hour--) {
      const records = [...this.#hour(hour).values()].map((record) => this.#held.get(record.id) ?? record);
      yield* records.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    }
  }

  /** Statements in memory: those under way and the latest finished. */
  held(): StatementRecord[] {
    return [...this.#held.values()];
  }

  active(clusterIdentifier: string): number {
    let count = 0;
    for (const record of this.#held.values()) {
      if (record.clusterIdentifier === clusterIdentifier && !settled(record)) count++;
    }
    return count;
  }

  /** The statement that was submitted with this token in the last eight hours. */
  byToken(token: string): StatementRecord | undefined {
    this.#readTokens();
    const id = this.#tokens.get(token);
    const record = id === undefined ? undefined : this.get(id);
    return record && record.createdAt > this.#now() - tokenHours * hourMs ? record : undefined;
  }

  /** Writes one page of rows. */
  savePage(rows: Cell[][]): PageAddress {
    const hour = hourOf(this.#now());
    const name = `results-${hour}.jsonl`;
    const line = Buffer.from(`${JSON.stringify(rows)}\n`);
    const offset = sizeOf(join(this.#folder, name));
    this.#append(name, line);
    return { hour, offset, length: line.length, rows: rows.length };
  }

  /** Reads a page; undefined when its file is gone. */
  page(address: PageAddress): Cell[][] | undefined {
    const buffer = Buffer.alloc(address.length);
    let file: number;
    try {
      file = openSync(join(this.#folder, `results-${address.hour}.jsonl`), 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      readSync(file, buffer, 0, address.length, address.offset);
    } finally {
      closeSync(file);
    }
    return JSON.parse(buffer.toString('utf8')) as Cell[][];
  }

  #append(name: string, data: string | Buffer): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    appendFileSync(join(this.#folder, name), data, { mode: 0o600 });
  }

  #hour(hour: number): Map<string, StatementRecord> {
    const records = new Map<string, StatementRecord>();
    for (const line of linesOf(join(this.#folder, `statements-${hour}.jsonl`))) {
      const record = parse(line);
      if (record) records.set(record.id, record);
    }
    for (const record of records.values()) {
      if (!settled(record) && !this.#held.has(record.id)) interrupt(record);
    }
    return records;
  }

  #readTokens(): void {
    if (this.#tokensRead) return;
    this.#tokensRead = true;
    const now = hourOf(this.#now());
    for (let hour = now - tokenHours; hour <= now; hour++) {
      for (const record of this.#hour(hour).values()) {
        if (record.clientToken) this.#tokens.set(record.clientToken, record.id);
      }
    }
  }

  #forget(): void {
    if (this.#held.size > heldFinished) {
      for (const [id, record] of this.#held) {
        if (this.#held.size <= heldFinished) break;
        if (settled(record)) this.#held.delete(id);
      }
    }
    const hour = hourOf(this.#now());
    if (hour === this.#prunedHour) return;
    this.#prunedHour = hour;
    this.#prune(hour);
  }

  #prune(now: number): void {
    const files = readdirSync(this.#folder)
      .map((name) => ({ name, hour: Number(/^(?:statements|results)-(\d+)\.jsonl$/.exec(name)?.[1]) }))
      .filter(({ hour }) => Number.isFinite(hour))
      .sort((a, b) => b.hour - a.hour);
    let bytes = 0;
    for (const { name, hour } of files) {
      bytes += sizeOf(join(this.#folder, name));
      const tooMuch = bytes > mostBytes && hour < now && name.startsWith('results');
      if (hour < now - keptHours - 1 || tooMuch) unlinkSync(join(this.#folder, name));
    }
    for (const [token, id] of this.#tokens) {
      if (Number.parseInt(id.slice(0, 8), 16) * 1000 < this.#now() - tokenHours * hourMs)
        this.#tokens.delete(token);
    }
  }
}

/** What is said of a statement whose process was killed under it. */
function interrupt(record: StatementRecord): void {
  const error = 'Query was interrupted: the cluster restarted while it ran';
  for (const sql of record.sqls) {
    if (settled(sql)) continue;
    sql.status = sql.status === 'STARTED' || sql === record.sqls[0] ? 'FAILED' : 'ABORTED';
    sql.error = error;
  }
  record.status = 'FAILED';
  record.error = error;
}

function hourOf(time: number): number {
  return Math.floor(time / hourMs);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

// A kill may have cut the last line short: its statement was never acknowledged.
function parse(line: string): StatementRecord | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as StatementRecord);
  } catch {
    return undefined;
  }
}
