import { momentOf, wallTime } from './zone.js';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const LAST_YEAR = 2199;

type DayTest = (year: number, month: number, day: number) => boolean;

/** A six-field cron expression: minutes hours day-of-month month day-of-week year. */
export interface Cron {
  minutes: number[];
  hours: number[];
  months: Set<number>;
  years: Set<number>;
  day: DayTest;
}

/** Reads the fields between `cron(` and `)`; undefined when they are not what AWS takes. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields;
  if (fields.length !== 6 || !minute || !hour || !dayOfMonth || !month || !dayOfWeek || !year)
    return undefined;
  // One of the two day fields says nothing, else which one holds?
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = numbers(month, 1, 12, MONTHS, 1);
  const years = numbers(year, 1970, LAST_YEAR);
  const day = dayOfWeek === '?' ? monthDayTest(dayOfMonth) : weekDayTest(dayOfWeek);
  if (!minutes || !hours || !months || !years || !day) return undefined;
  return { minutes, hours, months: new Set(months), years: new Set(years), day };
}

/** The first run after a moment, by the clock of the zone; undefined when no year is left. */
export function nextCron(cron: Cron, after: number, zone: string): number | undefined {
  const start = wallTime(after, zone);
  const day = new Date(Date.UTC(start.year, start.month - 1, start.day));
  while (day.getUTCFullYear() <= LAST_YEAR) {
    const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()];
    if (!cron.years.has(year)) {
      day.setUTCFullYear(year + 1, 0, 1);
      continue;
    }
    if (!cron.months.has(month)) {
      day.setUTCMonth(month, 1);
      continue;
    }
    if (cron.day(year, month, date)) {
      for (const hour of cron.hours) {
        for (const minute of cron.minutes) {
          const at = momentOf({ year, month, day: date, hour, minute }, zone);
          if (at !== undefined && at > after) return at;
        }
      }
    }
    day.setUTCDate(date + 1);
  }
  return undefined;
}

/** `*`, `5`, `1-5`, `0-59/10`, `3/15` and lists of them. */
function numbers(
  field: string,
  low: number,
  high: number,
  names: string[] = [],
  first = 0,
): number[] | undefined {
  const all = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(\*|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, from = '', to, step] = match;
    const value = (word: string) =>
      /^\d+$/.test(word) ? Number(word) : names.indexOf(word.toUpperCase()) + first;
    const known = (word: string) => /^\d+$/.test(word) || names.includes(word.toUpperCase());
    if (from === '*' && to !== undefined) return undefined;
    if ((from !== '*' && !known(from)) || (to !== undefined && !known(to))) return undefined;
    const begin = from === '*' ? low : value(from);
    const end = to !== undefined ? value(to) : from === '*' || step !== undefined ? high : begin;
    const by = step === undefined ? 1 : Number(step);
    if (begin < low || end > high || begin > end || by < 1) return undefined;
    for (let n = begin; n <= end; n += by) all.add(n);
  }
  return [...all].sort((a, b) => a - b);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 1 is Sunday, as in the field. */
function weekDay(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

/** Day of month: numbers, `L` (the last), `LW` (the last weekday), `15W` (the weekday nearest to the 15th). */
function monthDayTest(field: string): DayTest | undefined {
  if (field === 'L') return (year, month, day) => day === daysIn(year, month);
  if (field === 'LW') return (year, month, day) => day === nearestWeekday(year, month, daysIn(year, month));
  const nearest = /^(\d{1,2})W$/.exec(field);
  if (nearest) {
    const wanted = Number(nearest[1]);
    if (wanted < 1 || wanted > 31) return undefined;
    return (year, month, day) => wanted <= daysIn(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const days = numbers(field, 1, 31);
  return days && ((_year, _month, day) => days.includes(day));
}

function nearestWeekday(year: number, month: number, day: number): number {
  const on = weekDay(year, month, day);
  if (on === 7) return day > 1 ? day - 1 : day + 2;
  if (on === 1) return day < daysIn(year, month) ? day + 1 : day - 2;
  return day;
}

/** Day of week: numbers or names, `5L` (the last Thursday), `6#3` (the third Friday). */
function weekDayTest(field: string): DayTest | undefined {
  if (field === 'L') return (year, month, day) => weekDay(year, month, day) === 7;
  const special = /^([1-7]|[A-Za-z]{3})(?:(L)|#([1-5]))$/.exec(field);
  if (special) {
    const wanted = numbers(special[1] ?? '', 1, 7, DAYS, 1)?.[0];
    if (wanted === undefined) return undefined;
    if (special[2]) {
      return (year, month, day) => weekDay(year, month, day) === wanted && day + 7 > daysIn(year, month);
    }
    const nth = Number(special[3]);
    return (year, month, day) => weekDay(year, month, day) === wanted && Math.ceil(day / 7) === nth;
  }
  const days = numbers(field, 1, 7, DAYS, 1);
  return days && ((year, month, day) => days.includes(weekDay(year, month, day)));
}
