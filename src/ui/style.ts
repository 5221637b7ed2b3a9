import { Chalk, type ChalkInstance } from 'chalk';
import type { OutputMode } from './output.js';

/** Chalk for this run: no escape codes where colour isn't wanted. */
export function styleOf(mode: Pick<OutputMode, 'color'>): ChalkInstance {
  return new Chalk({ level: mode.color ? 1 : 0 });
}

/** 340 ms, 4.2 s, 3 min 5 s. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** 12,345 */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
