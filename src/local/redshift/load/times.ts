/** A day and a time as a text gives them. */
export interface Moment {
  /** Since 1970-01-01. */
  days: number;
  /** Microseconds since midnight. */
  micros: number;
  /** East of UTC; undefined where the text names no zone. */
  offsetMinutes: number | undefined;
}

/** The parts of a date and time, as numbers of their text. */
export interface Parts {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  hour?: number;
  minute?: number;
  second?: number;
  micros?: number;
  afternoon?: boolean;
  offsetMinutes?: number;
}

export type ReadMoment = (text: string) => Moment | undefined;

export const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Parts as a moment; undefined when there is no such day or time. */
export function momentOf(parts: Parts): Moment | undefined {
  const { year = 1970, month = 1, day = 1, minute = 0, second = 0, micros = 0, afternoon } = parts;
  let hour = parts.hour ?? 0;
  if (afternoon !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (afternoon ? 12 : 0);
  }
  if (month < 1 || month > 12 || minute > 59 || second > 59 || hour > 24) return undefined;
  if (hour === 24 && (minute > 0 || second > 0 || micros > 0)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (parts.dayOfYear !== undefined) {
    date.setUTCFullYear(year, 0, parts.dayOfYear);
    if (date.getUTCFullYear() !== year) return undefined;
  }
  return {
    days: date.getTime() / 86_400_000,
    micros: ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros,
    offsetMinutes: parts.offsetMinutes,
  };
}

/** The microseconds of `.123456`; further digits are cut off. */
export function fraction(text: string | undefined): number {
  return text === undefined ? 0 : Number(text.slice(1, 7).padEnd(6, '0'));
}

/** `Z`, `UTC`, `+11`, `+1100`, `-03:30` in minutes; undefined for the name of a zone that is none of these. */
export function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^(?:z|utc|gmt)$/i.test(text)) return 0;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  if (hours === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

export function monthOf(name: string): number | undefined {
  const at = months.indexOf(name.slice(0, 3).toLowerCase());
  return at < 0 ? undefined : at + 1;
}
