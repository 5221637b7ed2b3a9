import {
  type FileRecord,
  faults,
  type LoadFault,
  lineEnds,
  longestRow,
  type RecordReader,
} from './record.js';

/** A record found in a text, and where the next one begins. */
export interface Found {
  fields: (string | undefined)[];
  next: number;
  fault?: LoadFault;
  /** Nothing but what stands between records: no record. */
  nothing?: boolean;
}

/**
 * Finds the record that begins at `from`; undefined when its end is not there yet. With `last` the text's end is the
 * record's, and there is always an answer.
 */
export type FindRecord = (text: string, from: number, last: boolean) => Found | undefined;

/**
 * A reader that keeps what is left of a piece until the next one has come, but never more than the longest row.
 * @param lineOf whether a record's line is its first or its last
 */
export function readerOf(find: FindRecord, lineOf: 'first' | 'last' = 'first'): RecordReader {
  let rest = '';
  let line = 1;
  let skipping = false;
  const recordOf = (found: Found, whole: string): FileRecord => {
    const first = line;
    line += lineEnds(whole);
    return {
      fields: found.fields,
      raw: whole.replace(/\r?\n$/, ''),
      line: lineOf === 'first' ? first : first + lineEnds(whole.trimEnd()),
      ...(found.fault && { fault: found.fault }),
    };
  };
  return {
    *read(bytes, last) {
      const text = rest === '' ? bytes : rest + bytes;
      rest = '';
      let from = 0;
      while (from < text.length) {
        const found = skipping ? skipped(text, from) : find(text, from, last);
        const tooLong = found === undefined && text.length - from > longestRow;
        if (found === undefined && !tooLong) {
          rest = text.slice(from);
          return;
        }
        const what: Found = found ?? { ...cut(text, from), fields: [], fault: faults.tooLongRow };
        const { next } = what;
        const record = recordOf(what, text.slice(from, next));
        from = next;
        skipping = (skipping || tooLong) && text[next - 1] !== '\n';
        if (!what.nothing) yield record;
      }
    },
  };
}

// A quotation mark that is never closed would take in the whole file: the row ends at a line end instead.
function cut(text: string, from: number): { next: number } {
  const end = text.indexOf('\n', from);
  return { next: end < 0 ? text.length : end + 1 };
}

function skipped(text: string, from: number): Found {
  return { ...cut(text, from), fields: [], nothing: true };
}
