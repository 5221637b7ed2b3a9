import { type Datum, invalidValue } from './metric.js';

/** What the samples of one period come to. */
export interface Point {
  /** epoch seconds of the period's beginning */
  at: number;
  SampleCount: number;
  Sum: number;
  Minimum: number;
  Maximum: number;
  Average: number;
  unit: string;
}

export type Statistic = 'SampleCount' | 'Sum' | 'Minimum' | 'Maximum' | 'Average';

/** @throws AwsError for a percentile or a trimmed mean, which a statistic set cannot tell. */
export function statisticOf(name: string): Statistic {
  if (!/^(SampleCount|Sum|Minimum|Maximum|Average)$/.test(name))
    throw invalidValue(`The statistic ${name} is not supported by the local cloud.`);
  return name as Statistic;
}

/** @throws AwsError unless 1, 5, 10, 20, 30 or a multiple of 60 seconds. */
export function checkPeriod(seconds: number): void {
  if (![1, 5, 10, 20, 30].includes(seconds) && (seconds < 60 || seconds % 60 !== 0))
    throw invalidValue('Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
}

/** Points of `period` seconds, counted from `origin`; periods without a sample have none. Ascending. */
export function pointsOf(data: readonly Datum[], period: number, origin: number, unit?: string): Point[] {
  const points = new Map<number, Point>();
  for (const datum of data) {
    if (unit !== undefined && datum.unit !== unit) continue;
    const at = origin + Math.floor((datum.at - origin) / period) * period;
    const old = points.get(at);
    const count = (old?.SampleCount ?? 0) + datum.count;
    const sum = (old?.Sum ?? 0) + datum.sum;
    points.set(at, {
      at,
      SampleCount: count,
      Sum: sum,
      Minimum: Math.min(old?.Minimum ?? Number.POSITIVE_INFINITY, datum.minimum),
      Maximum: Math.max(old?.Maximum ?? Number.NEGATIVE_INFINITY, datum.maximum),
      Average: count === 0 ? 0 : sum / count,
      unit: old?.unit ?? datum.unit,
    });
  }
  return [...points.values()].sort((a, b) => a.at - b.at);
}
