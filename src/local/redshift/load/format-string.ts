import { SqlError } from '../dialect/sql-error.js';
import { fraction, momentOf, monthOf, offsetOf, type Parts, type ReadMoment } from './times.js';

/** What an element's text sets; undefined where the text is none of it. */
type Slot = (text: string | undefined) => Parts | undefined;

const number =
  (name: keyof Parts): Slot =>
  (text) => ({ [name]: Number(text) });

const twoDigits = String.raw`(\d{1,2})`;

/** The elements of a format string, longest first, with what each matches. */
const elements: [name: string, pattern: string, slot: Slot][] = [
  ['YYYY', String.raw`(\d{4})`, number('year')],
  ['YY', String.raw`(\d{2})`, (text) => ({ year: Number(text) + (Number(text) < 70 ? 2000 : 1900) })],
  ['MONTH', '([A-Za-z]{3,9})', month],
  ['MON', '([A-Za-z]{3})', month],
  ['MM', twoDigits, number('month')],
  ['MI', twoDigits, number('minute')],
  ['DDD', String.raw`(\d{1,3})`, number('dayOfYear')],
  ['DD', twoDigits, number('day')],
  ['HH24', twoDigits, number('hour')],
  ['HH12', twoDigits, number('hour')],
  ['HH', twoDigits, number('hour')],
  ['SS', String.raw`(\d{1,2}(?:\.\d*)?)`, seconds],
  ['AM', '([AaPp][Mm])', half],
  ['PM', '([AaPp][Mm])', half],
  ['OF', String.raw`(Z|[+-]\d{1,2}(?::?\d{2})?)?`, zone],
  ['TZ', '([A-Za-z]+)?', zone],
];

function month(text = ''): Parts | undefined {
  const found = monthOf(text);
  return found === undefined ? undefined : { month: found };
}

function seconds(text = ''): Parts {
  return { second: Number.parseInt(text, 10), micros: fraction(/\..*/.exec(text)?.[0]) };
}

function half(text = ''): Parts {
  return { afternoon: /^p/i.test(text) };
}

function zone(text: string | undefined): Parts | undefined {
  const offsetMinutes = offsetOf(text);
  if (offsetMinutes !== undefined) return { offsetMinutes };
  return text === undefined ? {} : undefined;
}

/**
 * A reader of one format string, e.g. `DD/MM/YYYY HH24:MI:SS`, `YYYY-MM-DDTHH:MI:SS`. Seconds may have a fraction,
 * whether the format says so (`.SSS`, `.MS`, `.US`) or not.
 * @throws SqlError where the format has no element that COPY knows
 */
export function formatted(format: string): ReadMoment {
  const slots: Slot[] = [];
  let pattern = '^';
  const written = format.replace(/(?<=SS)\.(?:S{1,6}|MS|US|FF\d?)/i, '');
  for (let at = 0; at < written.length; ) {
    const rest = written.slice(at);
    const literal = /^"([^"]*)"/.exec(rest);
    const element = elements.find(([name]) => rest.toUpperCase().startsWith(name));
    if (literal) {
      pattern += escaped(literal[1] as string);
      at += literal[0].length;
    } else if (element) {
      pattern += element[1];
      slots.push(element[2]);
      at += element[0].length;
    } else pattern += escaped(written[at++] as string);
  }
  if (slots.length === 0) throw new SqlError(`Invalid DATEFORMAT or TIMEFORMAT string: ${format}`, '22023');
  const matcher = new RegExp(`${pattern}$`);
  return (text) => {
    const found = matcher.exec(text);
    if (!found) return undefined;
    let parts: Parts = {};
    for (const [index, slot] of slots.entries()) {
      const more = slot(found[index + 1]);
      if (more === undefined) return undefined;
      parts = { ...parts, ...more };
    }
    return momentOf(parts);
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
