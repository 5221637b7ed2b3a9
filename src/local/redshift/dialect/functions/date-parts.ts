import { SqlError } from '../sql-error.js';

const SPELLINGS: Record<string, string[]> = {
  millennium: ['mil', 'mils', 'millennium', 'millennia'],
  century: ['c', 'cent', 'cents', 'century', 'centuries'],
  decade: ['dec', 'decs', 'decade', 'decades'],
  year: ['y', 'yr', 'yrs', 'year', 'years'],
  quarter: ['qtr', 'qtrs', 'quarter', 'quarters'],
  month: ['mon', 'mons', 'month', 'months'],
  week: ['w', 'week', 'weeks'],
  day: ['d', 'day', 'days'],
  hour: ['h', 'hr', 'hrs', 'hour', 'hours'],
  minute: ['m', 'min', 'mins', 'minute', 'minutes'],
  second: ['s', 'sec', 'secs', 'second', 'seconds'],
  millisecond: [
    'ms',
    'msec',
    'msecs',
    'msecond',
    'mseconds',
    'millisec',
    'millisecs',
    'millisecond',
    'milliseconds',
    'millisecon',
  ],
  microsecond: [
    'us',
    'usec',
    'usecs',
    'usecond',
    'useconds',
    'microsec',
    'microsecs',
    'microsecond',
    'microseconds',
    'microsecon',
  ],
  epoch: ['epoch'],
  dow: ['dow', 'dw', 'dayofweek', 'weekday'],
  doy: ['doy', 'dayofyear', 'dy', 'yearday'],
};

const PARTS = new Map(
  Object.entries(SPELLINGS).flatMap(([part, spellings]) => spellings.map((spelling) => [spelling, part])),
);

/**
 * A date part by any of its documented spellings.
 * @throws SqlError as Redshift refuses an unknown one
 */
export function datePart(written: string | undefined, position?: number): string {
  const part = PARTS.get((written ?? '').toLowerCase());
  if (part === undefined)
    throw new SqlError(`timestamp units "${written ?? ''}" not recognized`, '22023', position);
  return part;
}
