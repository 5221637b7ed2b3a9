/** The moments a query asks about, epoch ms. */
export interface TimeRange {
  from: number;
  to: number;
}

type Unit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'y';
const fixed: Partial<Record<Unit, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * The range of `POST /api/ds/query`: each end is epoch ms in digits, an ISO time, or relative as in `now-15m`, `now/d`.
 * @throws Error by name of the end that is none of these
 */
export function parseTimeRange(from: unknown, to: unknown, now: number): TimeRange {
  return { from: parseEnd('from', from, now, false), to: parseEnd('to', to, now, true) };
}

function parseEnd(which: string, value: unknown, now: number, roundUp: boolean): number {
  const text = String(value ?? '');
  if (/^\d+$/.test(text)) return Number(text);
  if (text.startsWith('now')) return relative(which, text, now, roundUp);
  const moment = Date.parse(text);
  if (text === '' || Number.isNaN(moment)) throw new Error(`invalid time range: ${which} is '${text}'`);
  return moment;
}

function relative(which: string, text: string, now: number, roundUp: boolean): number {
  const parsed = /^now((?:[+-]\d+[smhdwMy])*)(?:\/([smhdwMy]))?$/.exec(text);
  if (parsed === null) throw new Error(`invalid time range: ${which} is '${text}'`);
  let moment = new Date(now);
  for (const [, sign, count, unit] of (parsed[1] ?? '').matchAll(/([+-])(\d+)([smhdwMy])/g)) {
    moment = shifted(moment, (sign === '-' ? -1 : 1) * Number(count), unit as Unit);
  }
  const unit = parsed[2] as Unit | undefined;
  if (unit === undefined) return moment.getTime();
  const start = startOf(moment, unit);
  return roundUp ? shifted(start, 1, unit).getTime() - 1 : start.getTime();
}

function shifted(moment: Date, count: number, unit: Unit): Date {
  const length = fixed[unit];
  if (length !== undefined) return new Date(moment.getTime() + count * length);
  const moved = new Date(moment);
  if (unit === 'M') moved.setUTCMonth(moved.getUTCMonth() + count);
  else moved.setUTCFullYear(moved.getUTCFullYear() + count);
  return moved;
}

function startOf(moment: Date, unit: Unit): Date {
  const year = moment.getUTCFullYear();
  const month = moment.getUTCMonth();
  const day = moment.getUTCDate();
  if (unit === 'y') return new Date(Date.UTC(year, 0, 1));
  if (unit === 'M') return new Date(Date.UTC(year, month, 1));
  if (unit === 'w') return new Date(Date.UTC(year, month, day - moment.getUTCDay()));
  const length = fixed[unit] ?? 1;
  return new Date(Math.floor(moment.getTime() / length) * length);
}
