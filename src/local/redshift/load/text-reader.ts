import type { FindRecord } from './pieces.js';
import { faults } from './record.js';

/** Delimited text: a line is a row, `\n` or `\r\n` ends it. */
export function lineRecord(delimiter: string): FindRecord {
  return (text, from, last) => {
    const end = text.indexOf('\n', from);
    if (end < 0 && !last) return undefined;
    const line = text.slice(from, end < 0 ? text.length : end);
    const fields = (line.endsWith('\r') ? line.slice(0, -1) : line).split(delimiter);
    return { fields, next: end < 0 ? text.length : end + 1 };
  };
}

/**
 * Delimited text with ESCAPE (what follows a backslash stands for itself, a line end too) or REMOVEQUOTES (a field
 * between single or double quotation marks is what stands between them, delimiters included).
 */
export function escapedRecord(
  delimiter: string,
  options: { escape: boolean; removeQuotes: boolean; nullAs: string },
): FindRecord {
  return (text, from, last) => {
    const fields: string[] = [];
    for (let at = from; ; ) {
      const lineEnd = text.indexOf('\n', at);
      if (lineEnd < 0 && !last) return undefined;
      const field = options.removeQuotes
        ? unquoted(text, at, lineEnd < 0 ? text.length : lineEnd, delimiter)
        : undefined;
      if (field === 'open') return { fields: [], next: behind(text, lineEnd), fault: faults.noDelimiter };
      const plain = field ?? bare(text, at, delimiter, options);
      at = plain.next;
      if (at >= text.length && !last) return undefined;
      fields.push(field && options.escape ? plain.value.replace(/\\([\s\S])/g, '$1') : plain.value);
      if (text.startsWith(delimiter, at)) {
        at += delimiter.length;
        continue;
      }
      if (text.startsWith('\r\n', at)) return { fields, next: at + 2 };
      return { fields, next: Math.min(at + 1, text.length) };
    }
  };
}

interface Field {
  value: string;
  next: number;
}

function bare(
  text: string,
  from: number,
  delimiter: string,
  options: { escape: boolean; nullAs: string },
): Field {
  let value = '';
  let at = from;
  for (; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '\n' || text.startsWith(delimiter, at)) break;
    if (char === '\r' && text[at + 1] === '\n') break;
    if (options.escape && char === '\\' && at + 1 < text.length) {
      at++;
      value += text[at];
    } else value += char;
  }
  if (value.endsWith('\r') && at === text.length) value = value.slice(0, -1);
  // The NULL string is looked for as it stands in the file: `\N` is no escaped N.
  const written = text.slice(from, at);
  return { value: written === options.nullAs ? written : value, next: at };
}

/** A field between quotation marks on this line; `open` when nothing closes it, undefined when it begins with none. */
function unquoted(
  text: string,
  from: number,
  lineEnd: number,
  delimiter: string,
): Field | 'open' | undefined {
  const quote = text[from];
  if (quote !== '"' && quote !== "'") return undefined;
  for (
    let mark = text.indexOf(quote, from + 1);
    mark >= 0 && mark < lineEnd;
    mark = text.indexOf(quote, mark + 1)
  ) {
    const next = mark + 1;
    const ends = next === lineEnd || (text[next] === '\r' && next + 1 === lineEnd);
    if (ends || text.startsWith(delimiter, next)) return { value: text.slice(from + 1, mark), next };
  }
  return 'open';
}

function behind(text: string, lineEnd: number): number {
  return lineEnd < 0 ? text.length : lineEnd + 1;
}
