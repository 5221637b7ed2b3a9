import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** One log event as it lies on disk. */
export interface LogEvent {
  /** 56 digits, growing with timestamp and arrival: events are ordered by it, and page tokens hold it. */
  id: string;
  /** epoch ms, as the writer gave it */
  timestamp: number;
  /** epoch ms */
  ingested: number;
  message: string;
}

/** A stream keeps at most two files of this size: the oldest events go first. */
const fileBytes = 4 * 1024 * 1024;

/**
 * The events of one log stream: a file of JSON lines that is only appended to, and the full one before it. An append is
 * on its way to disk before the call returns; a line that a kill cut short is passed over.
 */
export class EventFile {
  private readonly path: string;
  private readonly older: string;
  private sequence: number | undefined;
  private size = 0;

  /** @param path without extension */
  constructor(path: string) {
    this.path = `${path}.jsonl`;
    this.older = `${path}.older.jsonl`;
  }

  append(events: readonly { timestamp: number; message: string }[], now: number): void {
    if (this.sequence === undefined) this.open();
    const lines = events.map(({ timestamp, message }) => {
      this.sequence = (this.sequence ?? 0) + 1;
      const id = String(timestamp).padStart(20, '0') + String(this.sequence).padStart(36, '0');
      return `${JSON.stringify([id, timestamp, now, message])}\n`;
    });
    const text = lines.join('');
    if (this.size > 0 && this.size + text.length > fileBytes) {
      renameSync(this.path, this.older);
      this.size = 0;
    }
    appendFileSync(this.path, text, { mode: 0o600 });
    this.size += Buffer.byteLength(text);
  }

  /** Every event that is left, by timestamp and arrival. */
  read(): LogEvent[] {
    return [...parse(this.older), ...parse(this.path)].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Bytes on disk. */
  bytes(): number {
    return [this.path, this.older].reduce(
      (sum, path) => sum + (existsSync(path) ? statSync(path).size : 0),
      0,
    );
  }

  remove(): void {
    rmSync(this.path, { force: true });
    rmSync(this.older, { force: true });
    this.sequence = undefined;
    this.size = 0;
  }

  private open(): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const highest = [...parse(this.older), ...parse(this.path)].map(({ id }) => Number(id.slice(20)));
    this.sequence = highest.reduce((max, number) => Math.max(max, number), 0);
    this.size = existsSync(this.path) ? statSync(this.path).size : 0;
    // After a line cut short the next one begins on a line of its own.
    if (this.size > 0 && !readFileSync(this.path).subarray(-1).equals(Buffer.from('\n'))) {
      appendFileSync(this.path, '\n');
      this.size++;
    }
  }
}

function parse(path: string): LogEvent[] {
  if (!existsSync(path)) return [];
  const events: LogEvent[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    try {
      const [id, timestamp, ingested, message] = JSON.parse(line) as [string, number, number, string];
      events.push({ id, timestamp, ingested, message });
    } catch {
      // Cut short by a kill; its writer never had an answer.
    }
  }
  return events;
}
