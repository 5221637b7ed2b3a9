import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ExecutionEvent, ExecutionHeader } from './model.js';

/** One execution on disk: a header line, then a line an event, each appended before the next step begins. */
export class ExecutionFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  create(header: ExecutionHeader): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    appendFileSync(this.path, `${JSON.stringify(header)}\n`, { mode: 0o600 });
  }

  append(event: ExecutionEvent): void {
    appendFileSync(this.path, `${JSON.stringify(event)}\n`);
  }

  /** A last line that a kill cut short is left out; undefined when not even the header is whole. */
  read(): { header: ExecutionHeader; events: ExecutionEvent[] } | undefined {
    const lines = readFileSync(this.path, 'utf8').split('\n');
    // What stands behind the last line end was not written whole.
    lines.pop();
    const [header, ...events] = lines.map((line) => JSON.parse(line));
    return header ? { header: header as ExecutionHeader, events: events as ExecutionEvent[] } : undefined;
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}
