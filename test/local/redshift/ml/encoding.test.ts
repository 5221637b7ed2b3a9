import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../../src/local/redshift/ml/csv.js';
import { chooseEncodings, encode, encodedSql } from '../../../../src/local/redshift/ml/encoding.js';
import { inNumbers } from '../../../../src/local/redshift/ml/feature-sql.js';

const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 6 }));
const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));

describe('the export', () => {
  it('is read as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(number, text, text), { minLength: 1 }), async (rows) => {
        const quoted = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
        const lines = rows.map(([n, a, b]) => `${n ?? ''},${quoted(a)},${quoted(b)}\n`);
        const half = Math.floor(lines.length / 2);
        const parts = [lines.slice(0, half), lines.slice(half)].map((some) => Buffer.from(some.join('')));
        const read = await readCsv(parts, [false, true, true]);
        expect(read.rows).toBe(rows.length);
        expect(read.columns).toEqual([
          { numbers: Float64Array.from(rows, ([n]) => (n === null ? Number.NaN : Number(String(n)))) },
          { texts: rows.map(([, a]) => a) },
          { texts: rows.map(([, , b]) => b) },
        ]);
      }),
    );
  });

  it('is refused where it is cut off', async () => {
    await expect(readCsv([Buffer.from('1,"a"\n2,"b')], [false, true])).rejects.toThrow('not closed');
    await expect(readCsv([Buffer.from('1,"a"\n2')], [false, true])).rejects.toThrow(
      'row 2 of the export is not whole',
    );
  });
});

describe('what is learned from', () => {
  it('is what a prediction computes of the same values', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const seconds = fc.option(fc.integer({ min: -4e9, max: 8e9 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(seconds, fc.option(fc.constantFrom('a', "b'", '')))),
        async (few) => {
          // Ten of each: rarer values are no categories.
          const rows = Array.from({ length: 10 }, () => few).flat();
          const args = [
            { name: 'at', type: 'timestamp' },
            { name: 'word', type: 'varchar(10)' },
          ];
          const columns = [
            { numbers: Float64Array.from(rows, ([at]) => at ?? Number.NaN) },
            { texts: rows.map(([, word]) => word) },
          ];
          const encodings = chooseEncodings(
            args,
            columns,
            Float64Array.from(rows, (_, row) => row % 3),
          );
          const features = encode(args, encodings, columns);
          for (const [row, [at, word]] of few.entries()) {
            const values = [
              at === null ? 'NULL::TIMESTAMP' : `make_timestamp(${at}::BIGINT * 1000000)`,
              word === null ? 'NULL' : `'${word.replaceAll("'", "''")}'`,
            ];
            const list = encodings.map((one) => {
              const value = values[one.argument] ?? '';
              return encodedSql(one, value, inNumbers(value, args[one.argument]?.type ?? ''));
            });
            const [computed] = (await connection.runAndReadAll(`SELECT ${list.join(', ')}`)).getRows();
            const learned = features.map((feature) => feature.values[row]);
            expect(computed?.map((value) => value ?? Number.NaN)).toEqual(learned);
          }
        },
      ),
      { numRuns: 30 },
    );
    connection.closeSync();
  });
});
