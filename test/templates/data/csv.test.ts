import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { csvLines } from '../../../templates/data/csv.js';
import { dataFiles, fleetColumns, historyColumns } from '../../../templates/data/files.js';
import { consignmentHistory } from '../../../templates/data/history.js';

const folder = mkdtempSync(join(tmpdir(), 'workshop-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What another reader of CSV makes of a file: its rows, all cells text. */
async function read(body: Buffer | string): Promise<Record<string, string | null>[]> {
  const file = join(folder, 'file.csv');
  writeFileSync(file, body);
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(
    `SELECT * FROM read_csv('${file}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = ${columnsOf(body)})`,
  );
  connection.closeSync();
  return reader.getRowObjectsJson() as Record<string, string | null>[];
}

function columnsOf(body: Buffer | string): string {
  const names = body.toString().split('\n', 1)[0]?.split(',') ?? [];
  return `{${names.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}`;
}

describe('CSV', () => {
  it('quotes what must be quoted, and nothing else', () => {
    const row = {
      a: 'plain',
      b: 'with, comma',
      c: 'with "quotes"',
      d: 'two\nlines',
      e: null,
      f: 1.5,
      g: true,
    };
    expect([...csvLines([row], ['a', 'b', 'c', 'd', 'e', 'f', 'g'])].join('')).toBe(
      'a,b,c,d,e,f,g\nplain,"with, comma","with ""quotes""","two\nlines",,1.5,true\n',
    );
    expect([...csvLines([], ['a'])]).toEqual(['a\n']);
  });

  it('is read back by another reader as it was written, whatever is in it', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r\n', ';', 'é', '🚚'),
      minLength: 1,
    });
    const rows = fc.sample(fc.record({ first: cell, second: cell, last: cell }), 500);
    expect(await read([...csvLines(rows, ['first', 'second', 'last'])].join(''))).toEqual(rows);
  });

  it('names a column that is missing, and one that is too many', () => {
    const lines = (rows: object[]) => [...csvLines(rows as { a: number; b: number }[], ['a', 'b'])];
    expect(() => lines([{ a: 1 }])).toThrow('the column b is not in the row or not in the file');
    expect(() => lines([{ a: 1, b: 2, c: 3 }])).toThrow('the column c');
  });

  it('carries the workshop’s files whole', async () => {
    const now = Date.UTC(2026, 10, 24, 12);
    const [history, fleet] = dataFiles(now);
    const consignments = await read(history?.body ?? '');
    expect(consignments).toHaveLength(20_000);
    expect(Object.keys(consignments[0] ?? {})).toEqual([...historyColumns]);
    const made = [...consignmentHistory(20_261_123, 20_000, Date.UTC(2026, 10, 24))];
    expect(consignments.map((row) => Object.values(row))).toEqual(
      made.map((row) => historyColumns.map((column) => String(row[column]))),
    );
    const vehicles = await read(fleet?.body ?? '');
    expect(vehicles).toHaveLength(220);
    expect(Object.keys(vehicles[0] ?? {})).toEqual([...fleetColumns]);
  });
});
