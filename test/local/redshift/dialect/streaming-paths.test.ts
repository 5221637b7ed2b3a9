import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translateError } from '../../../../src/local/redshift/dialect/errors.js';
import { macros, settings } from '../../../../src/local/redshift/dialect/macros.js';
import type { NameResolver } from '../../../../src/local/redshift/dialect/resolver.js';
import { translate } from '../../../../src/local/redshift/dialect/translate.js';

const resolver: NameResolver = {
  user: 'admin',
  database: 'dev',
  version: 1,
  relation: (schema, name) =>
    schema === 'kds' && name === 's'
      ? {
          schema: 'kds',
          stream: true,
          columns: [
            { name: 'approximate_arrival_timestamp', type: 'timestamp' },
            { name: 'sequence_number', type: 'varchar(128)' },
            { name: 'kinesis_data', type: 'varbyte' },
          ],
        }
      : undefined,
};

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  for (const statement of [...settings, ...macros]) await connection.run(statement);
  await connection.run('CREATE SCHEMA kds');
  await connection.run(
    'CREATE TABLE kds.s (approximate_arrival_timestamp TIMESTAMP, sequence_number VARCHAR, kinesis_data BLOB)',
  );
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function put(...records: (string | Uint8Array)[]): Promise<void> {
  await connection.run('DELETE FROM kds.s');
  for (const [index, record] of records.entries()) {
    const hex = Buffer.from(record).toString('hex');
    await connection.run(`INSERT INTO kds.s VALUES (TIMESTAMP '2026-01-01', '${index}', unhex('${hex}'))`);
  }
}

async function rows(query: string): Promise<unknown[][]> {
  const { sql } = await translate(query, resolver);
  const result = await connection.runAndReadAll(sql).catch((error: unknown) => {
    throw translateError(error);
  });
  return result.getRowsJson() as unknown[][];
}

const path = (name: string) => `JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), '${name}', true)`;
const safe = (name: string, type: string) =>
  `CASE WHEN OCTET_LENGTH(kinesis_data) <= 65535 THEN TRY_CAST(NULLIF(TRIM(${path(name)}), '') AS ${type}) END AS ${name}`;
const safeView = `SELECT sequence_number, ${safe('a', 'BIGINT')}, ${safe('b', 'VARCHAR(3)')}, ${safe('c', 'FLOAT')} FROM kds.s WHERE CAN_JSON_PARSE(kinesis_data)`;
const seedView = `SELECT sequence_number, ${path('a')}::BIGINT AS a, ${path('b')}::VARCHAR(3) AS b, ${path('c')}::FLOAT AS c FROM kds.s WHERE is_utf8(Data) AND is_valid_json(from_varbyte(Data, 'utf-8'))`;

describe('the columns of a streaming view', () => {
  it('come of one look at each record', async () => {
    for (const view of [safeView, seedView]) {
      const { sql } = await translate(view, resolver);
      expect(sql.match(/JSON_(?:EXTRACT|TRANSFORM)/g)).toHaveLength(1);
      expect(sql.match(/RS_DECODED/g)).toHaveLength(1);
    }
  });

  it('are NULL or left out for garbage, and never fail when written with care', async () => {
    await put(
      '{"a":"12","b":"abcdef","c":"1.5"}',
      '{"a":1.5,"b":"","c":"x"}',
      '{"a":" 7 ","b":" x ","c":1e3}',
      '{"a":null,"b":{"k":1},"c":true}',
      '[1,2]',
      '"text"',
      '',
      'not json',
      '{"a":NaN}',
      '{"a":1,}',
      Uint8Array.of(0xff, 0xfe),
      Uint8Array.of(0),
      `{"a":"1","b":"${'x'.repeat(1_000_000)}"}`,
    );
    expect(await rows(`${safeView} ORDER BY sequence_number::int`)).toEqual([
      ['0', '12', 'abc', 1.5],
      ['1', null, null, null],
      ['2', '7', 'x', 1000],
      ['3', null, '{"k', null],
      ['4', null, null, null],
      ['5', null, null, null],
      ['12', null, null, null],
    ]);
  });

  it('fail the whole refresh on one bad value when they are bare casts, in Redshift’s words', async () => {
    await put('{"a":"12","b":"abcdef","c":"1.5"}');
    expect(await rows(seedView)).toEqual([['0', '12', 'abc', 1.5]]);
    await put('{"a":"12"}', '{"a":"abc"}');
    await expect(rows(seedView)).rejects.toThrow("Invalid digit, Value 'a', Pos 0, Type: Long");
    await put('{"a":"1.5"}');
    await expect(rows(seedView)).rejects.toThrow("Invalid digit, Value '.', Pos 1, Type: Long");
  });

  it('are the same whether they are read together or one by one', async () => {
    const value = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('12', ' 7', '1.5', '1_0', '0x1f', '1e3', 'true', 'NaN', ''),
    );
    const record = fc.oneof(
      fc.record({ a: value, b: value, c: value }, { requiredKeys: [] }).map((one) => JSON.stringify(one)),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.uint8Array({ maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), async (records) => {
        await put(...records);
        const together = (await rows(safeView)).sort();
        const single = async (name: string, type: string) =>
          (
            await rows(
              `SELECT sequence_number, ${safe(name, type)} FROM kds.s WHERE CAN_JSON_PARSE(kinesis_data)`,
            )
          ).sort();
        const [a, b, c] = [
          await single('a', 'BIGINT'),
          await single('b', 'VARCHAR(3)'),
          await single('c', 'FLOAT'),
        ];
        expect(together).toEqual(a.map((row, index) => [row[0], row[1], b[index]?.[1], c[index]?.[1]]));
      }),
      { numRuns: 12 },
    );
  });

  it('keep an error that a guard of another length does not keep away', async () => {
    const long = `{"a":"1","b":"${'x'.repeat(70_000)}"}`;
    await put(long);
    const bare = `SELECT ${path('a')} AS a, ${path('b')} AS b FROM kds.s`;
    await expect(rows(bare)).rejects.toThrow('value too long for type character varying(65535)');
    const strict =
      "SELECT JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data,'utf8'),'a') AS a, JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data,'utf8'),'b') AS b FROM kds.s";
    await put('{"a":');
    await expect(rows(strict)).rejects.toThrow('JSON parsing error');
    expect(await rows(`SELECT ${path('a')} AS a, ${path('b')} AS b FROM kds.s`)).toEqual([[null, null]]);
  });
});
