import { writeSync } from 'node:fs';
import type { Emit } from '../events.js';

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

/** The result, on stdout. */
export function result(text: string): void {
  write(1, text.endsWith('\n') ? text : `${text}\n`);
}

/** A result for scripts. */
export function jsonResult(value: unknown): void {
  write(1, `${JSON.stringify(value, null, 2)}\n`);
}

/** Everything that is not the result, on stderr. */
export function say(text = ''): void {
  process.stderr.write(`${text}\n`);
}

/** Whole even when stdout is a pipe and the process ends at once; a reader that went away (`| head`) is no error. */
function write(file: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(file, bytes));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}

/** A listener of a run's events. */
export interface Listener {
  emit: Emit;
  /** Takes the live display away; what is done stays on the screen. */
  stop(): void;
}
