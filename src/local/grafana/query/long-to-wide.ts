import type { Frame, FrameField } from './frame.js';

/**
 * A time series as Grafana's SDK answers it for format 0: where the frame has a time, numbers, and strings, each
 * combination of the strings becomes a series of its own, named by labels. Any other frame is left as it is.
 * @throws Error in the SDK's words when the times are missing or not ascending
 */
export function longToWide(frame: Frame): Frame {
  const time = frame.fields.find((field) => field.type === 'time');
  const factors = frame.fields.filter((field) => field.type === 'string');
  const values = frame.fields.filter((field) => field.type === 'number' || field.type === 'boolean');
  if (time === undefined || factors.length === 0 || values.length === 0) return frame;

  const times: number[] = [];
  const series = new Map<string, FrameField>();
  time.values.forEach((moment, row) => {
    if (typeof moment !== 'number') {
      throw new Error('can not convert to wide series, input has null time values');
    }
    const last = times.at(-1);
    if (last !== undefined && moment < last) {
      throw new Error('can not convert to wide series, long series must be sorted ascending by time');
    }
    if (moment !== last) times.push(moment);
    const labels = Object.fromEntries(
      factors.map((factor) => [factor.name, String(factor.values[row] ?? '')]),
    );
    for (const field of values) {
      const key = JSON.stringify([field.name, labels]);
      let wide = series.get(key);
      if (wide === undefined) {
        wide = { name: field.name, type: field.type, labels, values: [] };
        series.set(key, wide);
      }
      while (wide.values.length < times.length - 1) wide.values.push(null);
      wide.values[times.length - 1] = field.values[row] ?? null;
    }
  });
  const wide = [...series.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, field]) => field);
  for (const field of wide) while (field.values.length < times.length) field.values.push(null);
  return { fields: [{ name: time.name, type: 'time', values: times }, ...wide] };
}
