import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecord } from '../../../../src/local/redshift/load/csv-reader.js';
import { type FindRecord, readerOf } from '../../../../src/local/redshift/load/pieces.js';
import { type FileRecord, longestRow } from '../../../../src/local/redshift/load/record.js';
import { escapedRecord, lineRecord } from '../../../../src/local/redshift/load/text-reader.js';

/** All records of a text that comes in pieces cut at these places. */
function read(find: FindRecord, text: string, cuts: number[] = []): FileRecord[] {
  const reader = readerOf(find);
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  const pieces = [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
  return [...pieces.flatMap((piece) => [...reader.read(piece, false)]), ...reader.read('', true)];
}

/**
 * The plain reference: one character at a time, states by name, the whole text at once. A row is its fields, or
 * `fault`; after a fault reading goes on behind the line end.
 */
function reference(text: string, delimiter: string, quote: string): (string[] | 'fault')[] {
  const rows: (string[] | 'fault')[] = [];
  let at = 0;
  while (at < text.length) {
    let fields: string[] = [''];
    let state: 'start' | 'bare' | 'quoted' | 'closed' | 'fault' = 'start';
    let ended = false;
    while (at < text.length && !ended) {
      const char = text[at] as string;
      const lineEnd = char === '\n' || (char === '\r' && (text[at + 1] === '\n' || at + 1 === text.length));
      if (state === 'quoted') {
        if (char !== quote) fields[fields.length - 1] += char;
        else if (text[at + 1] === quote) {
          fields[fields.length - 1] += quote;
          at++;
        } else state = 'closed';
      } else if (lineEnd) {
        if (char === '\r' && at + 1 < text.length) at++;
        ended = true;
      } else if (char === delimiter) {
        fields.push('');
        state = 'start';
      } else if (char === quote && state === 'start') state = 'quoted';
      else if (char === quote || state === 'closed') state = 'fault';
      else {
        fields[fields.length - 1] += char;
        state = 'bare';
      }
      at++;
      if (state === 'fault') {
        while (at < text.length && text[at] !== '\n') at++;
        at++;
        ended = true;
      }
    }
    if (state === 'quoted') fields = [];
    rows.push(state === 'fault' || state === 'quoted' ? 'fault' : fields);
  }
  return rows;
}

const shown = (records: FileRecord[]) => records.map(({ fields, fault }) => (fault ? 'fault' : fields));
const nasty = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', '\r', ' ', 'é', '|', '\\') });

describe('the CSV reader', () => {
  it('gives what was written, wherever the pieces are cut', () => {
    const rows = fc.array(fc.array(nasty, { minLength: 1, maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        (table, cuts, end) => {
          const text = table
            .map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(','))
            .join(end);
          expect(shown(read(csvRecord(',', '"'), text, cuts))).toEqual(table);
        },
      ),
    );
  });

  it('agrees with a plain reference on sound and broken text', () => {
    fc.assert(
      fc.property(nasty, fc.array(fc.nat(), { maxLength: 4 }), (text, cuts) => {
        const closes = !reference(text, ',', '"').includes('fault');
        const found = shown(read(csvRecord(',', '"'), text, cuts));
        if (closes) expect(found).toEqual(reference(text, ',', '"'));
        else expect(found).toContain('fault');
      }),
      { numRuns: 2000 },
    );
  });

  it('reads the same whether a broken text comes whole or in pieces', () => {
    fc.assert(
      fc.property(nasty, fc.array(fc.nat(), { maxLength: 6 }), (text, cuts) => {
        for (const find of [
          csvRecord(',', '"'),
          lineRecord('|'),
          escapedRecord('|', { escape: true, removeQuotes: false, nullAs: '\\N' }),
          escapedRecord(',', { escape: false, removeQuotes: true, nullAs: '\\N' }),
          escapedRecord(',', { escape: true, removeQuotes: true, nullAs: '\\N' }),
        ]) {
          expect(read(find, text, cuts)).toEqual(read(find, text));
        }
      }),
      { numRuns: 1000, examples: [['"\n"aa\n', [26]]] },
    );
  });

  it('counts lines, those within quotation marks too', () => {
    const records = read(csvRecord(',', '"'), 'a,b\n"x\ny",1\n2,3\n');
    expect(records.map(({ line }) => line)).toEqual([1, 2, 4]);
    expect(records[1]?.raw).toBe('"x\ny",1');
  });

  it('gives up a row without end, goes on at the next line, and keeps no more than that in memory', () => {
    const reader = readerOf(csvRecord(',', '"'));
    const found: FileRecord[] = [];
    const piece = 'x'.repeat(1024 * 1024);
    found.push(...reader.read('1,"', false));
    for (let count = 0; count * piece.length < 3 * longestRow; count++) {
      found.push(...reader.read(piece, false));
    }
    found.push(...reader.read('\n2,two\n', true));
    expect(shown(found)).toEqual(['fault', ['2', 'two']]);
  });
});

describe('the reader of delimited text', () => {
  it('escapes delimiters, line ends and backslashes, but not the NULL string', () => {
    const find = escapedRecord('|', { escape: true, removeQuotes: false, nullAs: '\\N' });
    expect(shown(read(find, 'a\\|b|c\\\nd|e\\\\|\\N\n'))).toEqual([['a|b', 'c\nd', 'e\\', '\\N']]);
  });

  it('removes quotation marks as the manual’s table says', () => {
    const find = escapedRecord('|', { escape: false, removeQuotes: true, nullAs: '\\N' });
    expect(
      shown(read(find, '"The delimiter is a pipe (|) character"|\'Black\'|"White"|Blue\'|""\n')),
    ).toEqual([['The delimiter is a pipe (|) character', 'Black', 'White', "Blue'", '']]);
    expect(shown(read(find, "'Blue|x\n1|2\n"))).toEqual(['fault', ['1', '2']]);
  });

  it('takes delimiters of several characters', () => {
    expect(shown(read(lineRecord('|~|'), 'a|~|b|c\n'))).toEqual([['a', 'b|c']]);
  });
});
