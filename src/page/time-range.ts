import { dateMath, dateTime, type RawTimeRange, type TimeRange } from '@grafana/data';

/** `now-15m`, or epoch ms, as Grafana writes them in a URL. */
function point(value: string): string {
  return /^\d{12,}$/.test(value) ? dateTime(Number(value)).toISOString() : value;
}

/** The moments that a raw range means now. A word that is no time means the last 15 minutes. */
export function evaluate(raw: { from: string; to: string }, timeZone: string): TimeRange {
  const from = dateMath.toDateTime(point(raw.from), { roundUp: false, timezone: timeZone });
  const to = dateMath.toDateTime(point(raw.to), { roundUp: true, timezone: timeZone });
  if (from === undefined || to === undefined || !from.isValid() || !to.isValid()) {
    return evaluate({ from: 'now-15m', to: 'now' }, timeZone);
  }
  const relative = raw.from.includes('now') || raw.to.includes('now');
  return { from, to, raw: relative ? raw : { from, to } };
}

/** A raw range as it stands in the URL. */
export function written(raw: RawTimeRange): { from: string; to: string } {
  const text = (end: RawTimeRange['from']) => (typeof end === 'string' ? end : String(end.valueOf()));
  return { from: text(raw.from), to: text(raw.to) };
}
