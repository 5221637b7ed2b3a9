import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/local/redshift/engine/outcome.js';
import { type Engine, openEngine } from './engine.js';

/** An expression or a query, and its cells: one, or a list for a row of many, or a list of rows. */
export type Case = [sql: string, expected: Cell | Cell[] | Cell[][]];

/** A statement that fails: its SQLSTATE and its words. */
export type Failure = [sql: string, state: string, words: string];

/** What the cases may read. */
const made = [
  'CREATE TABLE t (a INT, b VARCHAR(10), s SUPER)',
  `INSERT INTO t VALUES
    (1, 'one', JSON_PARSE('{"k":{"n":7},"l":[1,"two",{"x":3}],"state":"NSW"}')),
    (2, 'two', JSON_PARSE('[1,2]')), (3, NULL, NULL)`,
  'CREATE USER stranger PASSWORD DISABLE',
];

/** Runs tables of cases against one engine; each table is named after the page of Redshift's manual it is held to. */
export function golden(
  title: string,
  cases: Record<string, Case[]>,
  failures: Record<string, Failure[]> = {},
) {
  describe(title, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = openEngine();
      for (const statement of made) await engine.query(statement);
    });
    afterAll(() => engine?.close());

    for (const [page, table] of Object.entries(cases)) {
      it.each(table)(`${page}: %s`, async (sql, expected) => {
        const { rows } = await engine.query(/^(?:select|with|explain)\b/i.test(sql) ? sql : `SELECT ${sql}`);
        expect(rows).toEqual(asRows(expected));
      });
    }
    for (const [page, table] of Object.entries(failures)) {
      it.each(table)(`${page}: %s fails`, async (sql, state, words) => {
        const { sqlState, message } = (await engine.failure(sql)) ?? {};
        expect([sqlState, message]).toEqual([state, words]);
      });
    }
  });
}

function asRows(expected: Case[1]): Cell[][] {
  if (!Array.isArray(expected)) return [[expected]];
  return Array.isArray(expected[0]) ? (expected as Cell[][]) : [expected as Cell[]];
}
