import type { DailyPeak, StreamState } from './state.js';
import { shardsFor } from './throughput.js';

export const ON_DEMAND_SHARDS = 4;
const DAY_MS = 86_400_000;
const REMEMBERED_DAYS = 30;
/** AWS does not say over what time it measures a peak; this is ours. */
const WINDOW_MS = 10_000;

/** Measures what an on-demand stream takes in, window by window. */
export class WriteMeter {
  #since = 0;
  #records = 0;
  #bytes = 0;

  /** @returns the rate of the window that this put ended, if it ended one */
  count(
    records: number,
    bytes: number,
    nowMs: number,
  ): { recordsPerSecond: number; bytesPerSecond: number } | undefined {
    const elapsed = nowMs - this.#since;
    if (elapsed < 0 || elapsed > 2 * WINDOW_MS) this.#restart(nowMs);
    this.#records += records;
    this.#bytes += bytes;
    if (elapsed < WINDOW_MS || elapsed > 2 * WINDOW_MS) return undefined;
    const seconds = elapsed / 1000;
    const rate = { recordsPerSecond: this.#records / seconds, bytesPerSecond: this.#bytes / seconds };
    this.#restart(nowMs);
    return rate;
  }

  #restart(nowMs: number): void {
    this.#since = nowMs;
    this.#records = 0;
    this.#bytes = 0;
  }
}

/** The day's peaks of the last 30 days with a new measurement taken in; the same list when it was no new peak. */
export function withPeak(
  peaks: DailyPeak[],
  rate: { recordsPerSecond: number; bytesPerSecond: number },
  nowMs: number,
): DailyPeak[] {
  const day = Math.floor(nowMs / DAY_MS);
  const today = peaks.find((p) => p.day === day) ?? { day, recordsPerSecond: 0, bytesPerSecond: 0 };
  if (rate.recordsPerSecond <= today.recordsPerSecond && rate.bytesPerSecond <= today.bytesPerSecond)
    return peaks;
  const peak = {
    day,
    recordsPerSecond: Math.max(rate.recordsPerSecond, today.recordsPerSecond),
    bytesPerSecond: Math.max(rate.bytesPerSecond, today.bytesPerSecond),
  };
  return [...peaks.filter((p) => p.day !== day && p.day > day - REMEMBERED_DAYS), peak];
}

/**
 * The shards an on-demand stream should have: twice the highest peak of the last 30 days, at most double the present
 * number in one step. Source: https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html
 */
export function shardsWanted(state: StreamState, open: number, nowMs: number): number {
  const day = Math.floor(nowMs / DAY_MS);
  const needed = state.peaks
    .filter((p) => p.day > day - REMEMBERED_DAYS)
    .map((p) =>
      shardsFor({ recordsPerSecond: 2 * p.recordsPerSecond, bytesPerSecond: 2 * p.bytesPerSecond }),
    );
  return Math.min(2 * open, Math.max(open, ON_DEMAND_SHARDS, ...needed));
}
