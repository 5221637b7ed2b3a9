import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Datum } from './metric.js';

const daySeconds = 86_400;
/** AWS keeps points of a minute for 15 days. */
const keptDays = 15;

/** `key` where the metric was not yet named in that file; then its number there and the statistic set. */
type Line = [number, string] | [number, number, number, number, number, number, string];

interface Series {
  /** By epoch seconds and unit. */
  data: Map<string, Datum>;
}

/** The data of every metric: in memory, and in a file a UTC day to which each write is appended before it is answered. */
export class MetricStore {
  private readonly folder: string;
  private readonly series = new Map<string, Series>();
  /** Numbers of the metrics that a day's file names, by the file. */
  private readonly numbers = new Map<string, Map<string, number>>();
  private loaded = false;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Adds samples, each under its metric's key. Those of one instant and unit become one. */
  add(samples: readonly { key: string; datum: Datum }[], now: number): void {
    this.load(now);
    const lines = new Map<string, string>();
    for (const { key, datum } of samples) {
      const file = fileOf(datum.at);
      const number = this.numberIn(file, key, (line) => lines.set(file, (lines.get(file) ?? '') + line));
      const { at, count, sum, minimum, maximum, unit } = datum;
      const line: Line = [number, at, count, sum, minimum, maximum, unit];
      lines.set(file, `${lines.get(file) ?? ''}${JSON.stringify(line)}\n`);
    }
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    // A kill may have left a line in half: the next one begins on a line of its own.
    for (const [file, text] of lines) appendFileSync(join(this.folder, file), `\n${text}`, { mode: 0o600 });
    for (const { key, datum } of samples) this.merge(key, datum);
  }

  keys(now: number): string[] {
    this.load(now);
    return [...this.series.keys()];
  }

  /** A metric's data from `from` (inclusive) to `to` (exclusive), epoch seconds, in order of time. */
  data(key: string, from: number, to: number, now: number): Datum[] {
    this.load(now);
    return [...(this.series.get(key)?.data.values() ?? [])]
      .filter(({ at }) => at >= from && at < to)
      .sort((a, b) => a.at - b.at);
  }

  private numberIn(file: string, key: string, write: (line: string) => void): number {
    const known = this.numbers.get(file) ?? new Map<string, number>();
    this.numbers.set(file, known);
    let number = known.get(key);
    if (number === undefined) {
      number = known.size;
      known.set(key, number);
      write(`${JSON.stringify([number, key])}\n`);
    }
    return number;
  }

  private merge(key: string, datum: Datum): void {
    const series = this.series.get(key) ?? { data: new Map() };
    this.series.set(key, series);
    const place = `${datum.at} ${datum.unit}`;
    const old = series.data.get(place);
    series.data.set(
      place,
      old
        ? {
            ...old,
            count: old.count + datum.count,
            sum: old.sum + datum.sum,
            minimum: Math.min(old.minimum, datum.minimum),
            maximum: Math.max(old.maximum, datum.maximum),
          }
        : datum,
    );
  }

  private load(now: number): void {
    if (this.loaded) return;
    this.loaded = true;
    let files: string[] = [];
    try {
      files = readdirSync(this.folder).filter((name) => /^\d{4}-\d{2}-\d{2}\.jsonl$/.test(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    const oldest = fileOf(now / 1000 - keptDays * daySeconds);
    for (const file of files.sort()) {
      if (file < oldest) rmSync(join(this.folder, file), { force: true });
      else this.read(file);
    }
  }

  private read(file: string): void {
    const keys = new Map<number, string>();
    for (const text of readFileSync(join(this.folder, file), 'utf8').split('\n')) {
      const line = parsed(text);
      if (!line) continue;
      if (line.length === 2) keys.set(line[0], line[1]);
      else {
        const [number, at, count, sum, minimum, maximum, unit] = line;
        const key = keys.get(number);
        if (key !== undefined) this.merge(key, { at, count, sum, minimum, maximum, unit });
      }
    }
    this.numbers.set(file, new Map([...keys].map(([number, key]) => [key, number])));
  }
}

function fileOf(epochSeconds: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 10)}.jsonl`;
}

/** `undefined` for what a kill cut off: its write was never acknowledged. */
function parsed(text: string): Line | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
