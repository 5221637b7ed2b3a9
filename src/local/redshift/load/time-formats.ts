import { fraction, type Moment, momentOf, monthOf, offsetOf, type Parts, type ReadMoment } from './times.js';

const zone = String.raw`(?: ?(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?))?`;
const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(\.\d*)?)?`;

/** What COPY reads where no format is said: `YYYY-MM-DD`; what follows the day is not looked at. */
export const defaultDate: ReadMoment = (text) => {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[ T])/.exec(text) ?? [];
  return year === undefined
    ? undefined
    : momentOf({ year: Number(year), month: Number(month), day: Number(day) });
};

/** `YYYY-MM-DD HH:MI:SS` with a fraction; with an offset where the column keeps one. */
export function defaultTimestamp(zoned: boolean): ReadMoment {
  const pattern = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?: ${clock}${zoned ? zone : ''})?$`, 'i');
  return (text) => {
    const found = pattern.exec(text);
    return found ? ymd(found) : undefined;
  };
}

function ymd([, year, month, day, ...rest]: RegExpExecArray): Moment | undefined {
  return momentOf({ year: Number(year), month: Number(month), day: Number(day), ...clockOf(rest) });
}

function clockOf([hour, minute, second, part, offset]: (string | undefined)[]): Parts {
  const offsetMinutes = offsetOf(offset);
  return {
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    micros: fraction(part),
    ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
  };
}

const time = `(?:[ T]${clock}${zone})?`;
const named = (year: string, month: string, day: string, rest: string[]) => {
  const number = monthOf(month);
  return number === undefined
    ? undefined
    : momentOf({ year: Number(year), month: number, day: Number(day), ...clockOf(rest) });
};
const numbered = (year: string, month: string, day: string, rest: string[]) =>
  momentOf({ year: Number(year), month: Number(month), day: Number(day), ...clockOf(rest) });

/** The forms that `'auto'` knows (Developer Guide, automatic recognition), as far as they are unambiguous. */
const forms: [RegExp, (found: string[]) => Moment | undefined][] = [
  [
    new RegExp(`^(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})${time}$`, 'i'),
    ([, y, m, d, ...rest]) => numbered(y as string, m as string, d as string, rest),
  ],
  [
    /^(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2})?)?$/,
    ([, y, m, d, ...rest]) => numbered(y as string, m as string, d as string, rest),
  ],
  [
    new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4})${time}$`, 'i'),
    ([, m, d, y, ...rest]) => numbered(y as string, m as string, d as string, rest),
  ],
  [
    new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})${time}$`, 'i'),
    ([, d, m, y, ...rest]) => numbered(y as string, m as string, d as string, rest),
  ],
  [/^(\d{4})\.(\d{3})$/, ([, y, d]) => momentOf({ year: Number(y), dayOfYear: Number(d) })],
  [
    new RegExp(`^([A-Za-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})${time}$`, 'i'),
    ([, m, d, y, ...rest]) => named(y as string, m as string, d as string, rest),
  ],
  [
    new RegExp(`^(\\d{1,2})[- ]([A-Za-z]{3,9})[- ](\\d{4})${time}$`, 'i'),
    ([, d, m, y, ...rest]) => named(y as string, m as string, d as string, rest),
  ],
];

/** `DATEFORMAT 'auto'`, `TIMEFORMAT 'auto'`. */
export const automatic: ReadMoment = (text) => {
  for (const [pattern, moment] of forms) {
    const found = pattern.exec(text);
    if (found) return moment(found);
  }
  return undefined;
};

/** `'epochsecs'` and `'epochmillisecs'`: a number since 1970 in UTC. */
export function epoch(perSecond: 1 | 1000): ReadMoment {
  return (text) => {
    if (!/^-?\d+(?:\.\d*)?$/.test(text)) return undefined;
    const micros = Math.round(Number(text) * (1_000_000 / perSecond));
    const days = Math.floor(micros / 86_400_000_000);
    return { days, micros: micros - days * 86_400_000_000, offsetMinutes: 0 };
  };
}
