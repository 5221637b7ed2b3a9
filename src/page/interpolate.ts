import { rangeUtil, type TimeRange } from '@grafana/data';
import type { Panel, Target } from './model.js';

export interface Interval {
  intervalMs: number;
  interval: string;
}

/** The length of a bucket: the range over the points a panel shows, not below the panel's own smallest. */
export function panelInterval(
  panel: Panel,
  range: TimeRange,
  width: number,
): Interval & { maxDataPoints: number } {
  const maxDataPoints = panel.maxDataPoints ?? Math.max(Math.round(width), 100);
  return { ...rangeUtil.calculateInterval(range, maxDataPoints, panel.interval ?? '1s'), maxDataPoints };
}

/**
 * Fills in Grafana's own variables (`$__interval`, `$__from`, …), which its front end does before it asks a data source.
 * The data source's macros (`$__timeFilter(…)`) are left as they stand.
 */
export function interpolate(text: string, range: TimeRange, interval: Interval): string {
  const from = range.from.valueOf();
  const to = range.to.valueOf();
  const values: Record<string, string> = {
    __interval: interval.interval,
    __interval_ms: String(interval.intervalMs),
    __from: String(from),
    __to: String(to),
    __range_ms: String(to - from),
    __range_s: String(Math.round((to - from) / 1000)),
    __range: `${Math.round((to - from) / 1000)}s`,
  };
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    return values[braced ?? bare ?? ''] ?? whole;
  });
}

/** A panel's queries as they go to the workspace; hidden ones stay behind. */
export function targetsToRun(panel: Panel, range: TimeRange, interval: Interval): Target[] {
  return (panel.targets ?? [])
    .filter((target) => target.hide !== true)
    .map((target) => ({
      ...target,
      datasource: target.datasource ?? panel.datasource,
      ...(target.rawSQL === undefined ? {} : { rawSQL: interpolate(target.rawSQL, range, interval) }),
    }));
}
