import type { FindRecord, Found } from './pieces.js';
import { faults } from './record.js';

/**
 * CSV as COPY reads it: fields in quotation marks may hold delimiters, line ends and doubled quotation marks; a
 * quotation mark elsewhere, or text behind a closing one, is an error of the row.
 */
export function csvRecord(delimiter: string, quote: string): FindRecord {
  return (text, from, last) => {
    const fields: string[] = [];
    let lineEnd = text.indexOf('\n', from);
    for (let at = from; ; ) {
      let field: string;
      if (text[at] === quote) {
        const closed = quotedField(text, at, quote, last);
        if (closed === undefined) return undefined;
        if (closed === 'open') return faulty(text, lineEnd, last);
        field = closed.value;
        at = closed.next;
        if (lineEnd >= 0 && lineEnd < at) lineEnd = text.indexOf('\n', at);
      } else {
        const end = unquotedEnd(text, at, delimiter, lineEnd);
        field = text.slice(at, end);
        at = end;
        if (at === text.length && !last) return undefined;
        if (field.endsWith('\r') && (at === lineEnd || at === text.length)) {
          field = field.slice(0, -1);
        }
        if (field.includes(quote)) return faulty(text, lineEnd, last);
      }
      fields.push(field);
      if (text.startsWith(delimiter, at)) {
        at += delimiter.length;
        continue;
      }
      const next = behindLineEnd(text, at, last);
      if (next !== undefined) return { fields, next };
      return at + 1 >= text.length && !last ? undefined : faulty(text, lineEnd, last);
    }
  };
}

function unquotedEnd(text: string, at: number, delimiter: string, lineEnd: number): number {
  const end = lineEnd < 0 ? text.length : lineEnd;
  const found = text.indexOf(delimiter, at);
  return found < 0 || found > end ? end : found;
}

/** The field whose opening mark is at `at`; undefined when the next piece decides, `open` when nothing closes it. */
function quotedField(
  text: string,
  at: number,
  quote: string,
  last: boolean,
): { value: string; next: number } | 'open' | undefined {
  let value = '';
  for (let start = at + 1; ; ) {
    const mark = text.indexOf(quote, start);
    if (mark < 0) return last ? 'open' : undefined;
    if (mark + 1 === text.length && !last) return undefined;
    if (text[mark + 1] !== quote) return { value: value + text.slice(start, mark), next: mark + 1 };
    value += text.slice(start, mark + 1);
    start = mark + 2;
  }
}

/** Where the next line begins when a line ends here; undefined when none does. */
function behindLineEnd(text: string, at: number, last: boolean): number | undefined {
  if (at >= text.length) return at;
  if (text[at] === '\n') return at + 1;
  if (text[at] !== '\r') return undefined;
  if (text[at + 1] === '\n') return at + 2;
  return at + 1 === text.length && last ? at + 1 : undefined;
}

/** The row is given up at its line's end; -1 is one that the next piece may bring. */
function faulty(text: string, lineEnd: number, last: boolean): Found | undefined {
  if (lineEnd < 0 && !last) return undefined;
  return { fields: [], next: lineEnd < 0 ? text.length : lineEnd + 1, fault: faults.badQuotes };
}
