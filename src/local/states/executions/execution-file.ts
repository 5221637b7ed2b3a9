import { closeSync, mkdirSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ExecutionEvent, ExecutionHeader } from './model.js';

/** One execution on disk: a header line, then a line an event, each appended before the next step begins. */
export class ExecutionFile {
  readonly path: string;
  private descriptor: number | undefined;

  constructor(path: string) {
    this.path = path;
  }

  create(header: ExecutionHeader): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    this.write(header);
  }

  append(event: ExecutionEvent): void {
    this.write(event);
  }

  /** After the last event. */
  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  /** Whole lines only: what a kill cut short behind them is left out. Undefined when not even the header is whole. */
  read(): { header: ExecutionHeader; events: ExecutionEvent[] } | undefined {
    const lines = readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    const [header, ...events] = lines.map((line) => JSON.parse(line));
    return header ? { header: header as ExecutionHeader, events: events as ExecutionEvent[] } : undefined;
  }

  /** Takes a line away that a kill cut short, so that the next one does not continue it. */
  repair(): void {
    const bytes = readFileSync(this.path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(this.path, whole);
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  private write(line: object): void {
    this.descriptor ??= openSync(this.path, 'a', 0o600);
    writeSync(this.descriptor, `${JSON.stringify(line)}\n`);
  }
}
