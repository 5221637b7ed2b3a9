import * as duckdb from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CopyOptions } from '../../../../src/local/redshift/dialect/copy-options.js';
import { copy } from '../../../../src/local/redshift/dialect/parse/copy.js';
import { Cursor } from '../../../../src/local/redshift/dialect/parse/cursor.js';
import { parseType } from '../../../../src/local/redshift/dialect/types.js';
import { decodeUtf8 } from '../../../../src/local/redshift/load/utf8.js';
import { toValue } from '../../../../src/local/redshift/load/values.js';

/** A COPY's options as its words say. */
function options(words = ''): CopyOptions {
  const command = copy(new Cursor(`t FROM 's3://b/k' IAM_ROLE default ${words}`));
  if (command.kind !== 'copy') throw new Error(command.kind);
  return command.options;
}

/** What a field becomes in a column of a type: its text, null, or the reason why it does not. */
function loaded(type: string, field: string, words = '', notNull = false): string | null {
  const column = { name: 'c', type: parseType(type), notNull };
  const read = toValue(duckdb, column, options(words))(Buffer.from(field).toString('latin1'));
  if ('fault' in read) return `${read.fault.code} ${read.fault.reason}`;
  return read.value === null ? null : String(read.value);
}

describe('numbers', () => {
  it.each([
    ['int', ' 12 ', '12'],
    ['int', '-2147483648', '-2147483648'],
    ['int', '2147483648', '1222 Overflow, Column type: Integer'],
    ['smallint', '40000', '1222 Overflow, Column type: Short'],
    ['bigint', '9223372036854775807', '9223372036854775807'],
    ['bigint', '9223372036854775808', '1222 Overflow, Column type: Long'],
    ['int', '1.5', "1207 Invalid digit, Value '.', Pos 1, Type: Integer"],
    ['int', 'abc', "1207 Invalid digit, Value 'a', Pos 0, Type: Integer"],
    ['int', '', null],
    ['int', '   ', null],
    ['float', '1e3', '1000'],
    ['float', 'NaN', 'NaN'],
    ['float', '1,5', "1207 Invalid digit, Value ',', Pos 1, Type: Double"],
    ['decimal(5,2)', '123.456', '123.45'],
    ['decimal(5,2)', '-1.999', '-1.99'],
    ['decimal(5,2)', '1e2', '100.00'],
    ['decimal(5,2)', '1000', '1209 Numeric overflow, Column type: Decimal(5,2)'],
    ['decimal(5,2)', '.', "1207 Invalid digit, Value ' ', Pos 1, Type: Decimal"],
    ['boolean', 'Yes', 'true'],
    ['boolean', '0', 'false'],
    ['boolean', 'maybe', '1210 Unknown boolean format'],
    ['super', '{"a":1}', '{"a":1}'],
    ['super', '{a}', '1224 Input data is not well-formed JSON for the SUPER data type'],
  ])('%s from %j is %j', (type, field, expected) => {
    expect(loaded(type, field)).toBe(expected);
  });

  it('VARBYTE comes in hexadecimal', () => {
    const bytes = String(new duckdb.DuckDBBlobValue(Buffer.from('hi')));
    expect(loaded('varbyte(10)', '6869')).toBe(bytes);
    expect(loaded('varbyte(10)', '6x')).toBe('1219 Invalid hexadecimal digit');
  });

  it('ROUNDEC rounds what is cut off otherwise', () => {
    expect(loaded('decimal(5,2)', '1.995', 'ROUNDEC')).toBe('2.00');
    expect(loaded('decimal(5,2)', '-1.995', 'ROUNDEC')).toBe('-2.00');
  });

  it('takes back every integer and decimal', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (value) => {
        expect(loaded('bigint', String(value))).toBe(String(value));
        const decimal = new duckdb.DuckDBDecimalValue(value, 18, 4).toString();
        expect(loaded('decimal(18,4)', decimal)).toBe(decimal);
      }),
    );
  });
});

describe('characters', () => {
  it.each([
    ['varchar(3)', '', '', ''],
    ['varchar(3)', '', 'EMPTYASNULL', null],
    ['varchar(3)', '   ', '', '   '],
    ['varchar(3)', '   ', 'BLANKSASNULL', null],
    ['varchar(3)', 'a  ', 'TRIMBLANKS', 'a'],
    ['varchar(3)', 'abcd', '', '1204 String length exceeds DDL length'],
    ['varchar(3)', 'abcd', 'TRUNCATECOLUMNS', 'abc'],
    ['varchar(3)', 'éé', '', '1204 String length exceeds DDL length'],
    ['varchar(3)', 'éé', 'TRUNCATECOLUMNS', 'é'],
    ['varchar(9)', '\\N', '', null],
    ['varchar(9)', 'nil', "NULL AS 'nil'", null],
    ['varchar(9)', '\0', "NULL AS '\\000'", null],
    ['char(3)', 'a  ', '', 'a'],
    [
      'char(3)',
      'é',
      '',
      '1220 Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: c3 a9',
    ],
  ])('%s from %j with %s is %j', (type, field, words, expected) => {
    expect(loaded(type, field, words)).toBe(expected);
  });

  it('refuses NULL where the column is NOT NULL', () => {
    expect(loaded('int', '', '', true)).toBe('1213 Missing data for not-null field');
    expect(loaded('varchar(3)', '', '', true)).toBe('');
  });

  it('tells bytes that are no UTF-8, or replaces each', () => {
    expect(decodeUtf8('a\xa4b')).toEqual({ at: 1, hex: 'a4', error: 3 });
    expect(decodeUtf8('a\xe0\xa1', '^')).toBe('a^^');
    expect(decodeUtf8('a\xa4b\xc3\xa9', '?')).toBe('a?bé');
    fc.assert(
      fc.property(fc.uint8Array(), (array) => {
        const latin1 = Buffer.from(array).toString('latin1');
        const replaced = decodeUtf8(latin1, '?');
        expect(typeof replaced === 'string' && Buffer.byteLength(replaced)).toBe(array.length);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sound = text.replaceAll('\0', '');
        expect(decodeUtf8(Buffer.from(sound).toString('latin1'))).toBe(sound);
      }),
    );
  });
});

describe('dates and times', () => {
  it.each([
    ['date', '2026-02-28', '', '2026-02-28'],
    ['date', '2026-02-29', '', '1205 Invalid Date Format - length must be 10 or more'],
    ['date', '28/02/2026', "DATEFORMAT 'DD/MM/YYYY'", '2026-02-28'],
    ['date', '20260228', "DATEFORMAT 'auto'", '2026-02-28'],
    ['date', '28-Feb-2026', "DATEFORMAT 'DD-MON-YYYY'", '2026-02-28'],
    ['date', 'nonsense', "ACCEPTANYDATE DATEFORMAT 'auto'", null],
    ['timestamp', '2026-11-23 10:05:12.345', '', '2026-11-23 10:05:12.345'],
    ['timestamp', '2026-11-23', '', '2026-11-23 00:00:00'],
    [
      'timestamp',
      '2026-11-23T10:05:12',
      '',
      '1206 Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]',
    ],
    ['timestamp', '2026-11-23T10:05:12.345Z', "TIMEFORMAT 'auto'", '2026-11-23 10:05:12.345'],
    ['timestamp', '2026-11-23T10:05:12', "TIMEFORMAT 'YYYY-MM-DDTHH:MI:SS'", '2026-11-23 10:05:12'],
    ['timestamp', '11/23/2026 10:05 PM', "TIMEFORMAT 'MM/DD/YYYY HH12:MI AM'", '2026-11-23 22:05:00'],
    ['timestamp', '1763892312', "TIMEFORMAT 'epochsecs'", '2025-11-23 10:05:12'],
    ['timestamp', '1763892312345', "TIMEFORMAT 'epochmillisecs'", '2025-11-23 10:05:12.345'],
    [
      'timestamp',
      '2026-11-23 24:30:00',
      '',
      '1206 Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]',
    ],
    ['time', '10:05:12.5', '', '10:05:12.5'],
  ])('%s from %j with %s is %j', (type, field, words, expected) => {
    expect(loaded(type, field, words)).toBe(expected);
  });

  it('takes back every day, and every instant with its offset', () => {
    const instants = fc.date({
      min: new Date('1900-01-01'),
      max: new Date('2200-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const shifted = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const zone = `${offset < 0 ? '-' : '+'}${String(Math.trunc(Math.abs(offset) / 60)).padStart(2, '0')}:${String(Math.abs(offset) % 60).padStart(2, '0')}`;
        const column = { name: 'c', type: parseType('timestamptz'), notNull: false };
        const read = toValue(duckdb, column, options("TIMEFORMAT 'auto'"))(shifted + zone);
        expect('value' in read && (read.value as duckdb.DuckDBTimestampTZValue).micros).toBe(
          BigInt(date.getTime()) * 1000n,
        );
      }),
    );
  });
});
