import { writeSync } from 'node:fs';
import type { Emit } from '../events.js';
import { wrap } from './wrap.js';

/** How a command speaks: to a person at a terminal, to a log, or to a script. */
export interface OutputMode {
  /** One JSON value on stdout as the result, nothing else there. */
  json: boolean;
  /** Someone can be asked: stdin and stderr are terminals, and `--yes` and `--json` weren't given. */
  interactive: boolean;
  /** stderr is a terminal: live display and colour. */
  live: boolean;
  color: boolean;
}

/** Reads the mode from flags, terminals, NO_COLOR, FORCE_COLOR, CI and TERM. */
export function outputMode(flags: { json?: boolean; yes?: boolean }): OutputMode {
  const environment = process.env;
  const terminal = Boolean(process.stderr.isTTY) && environment.TERM !== 'dumb';
  const forced = environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== '0';
  return {
    json: Boolean(flags.json),
    interactive: terminal && Boolean(process.stdin.isTTY) && !flags.yes && !flags.json && !environment.CI,
    live: terminal && !environment.CI,
    color: !environment.NO_COLOR && (terminal || forced),
  };
}

/** The result, on stdout. @returns false when its reader has gone (`| head`) */
export function result(text: string | Buffer): boolean {
  return write(1, typeof text === 'string' && !text.endsWith('\n') ? `${text}\n` : text);
}

/** A result for scripts. */
export function jsonResult(value: unknown): void {
  write(1, `${JSON.stringify(value, null, 2)}\n`);
}

/** Everything that is not the result, on stderr. */
export function say(text = ''): void {
  process.stderr.write(`${text}\n`);
}

/** A sentence on stderr, in lines that fit the terminal. */
export function sayWrapped(
  text: string,
  indent = '  ',
  paint: (line: string) => string = (line) => line,
): void {
  const width = process.stderr.isTTY
    ? (process.stderr.columns ?? 80) - indent.length
    : Number.POSITIVE_INFINITY;
  for (const line of wrap(text, width)) say(indent + paint(line));
}

/** Somebody else is at work on the same workshop. */
export function sayWaiting(pid: number): void {
  sayWrapped(`Another setup or teardown of this workshop runs (process ${pid}); waiting for it to end.`);
}

/** Whole even when stdout is a pipe and the process ends at once; a reader that went away (`| head`) is no error. */
function write(file: number, text: string | Buffer): boolean {
  let bytes = typeof text === 'string' ? Buffer.from(text) : text;
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(file, bytes));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
    }
  }
  return true;
}

/** A listener of a run's events. */
export interface Listener {
  emit: Emit;
  /** Takes the live display away; what is done stays on the screen. */
  stop(): void;
}
