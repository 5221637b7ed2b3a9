import { describe, expect, it } from 'vitest';
import type { NameResolver } from '../../../../src/local/redshift/dialect/resolver.js';
import { translate, translateChange } from '../../../../src/local/redshift/dialect/translate.js';

const columns = ['a', 'b', 'c', 'x'].map((name) => ({ name, type: 'int4' }));
const resolver: NameResolver = {
  user: 'admin',
  database: 'dev',
  relation: (_, name) => (['t', 'u'].includes(name) ? { columns } : undefined),
};

async function failure(sql: string): Promise<{ message: string; position: number | undefined } | undefined> {
  try {
    await (/^(?:INSERT|UPDATE|DELETE)/.test(sql) ? translateChange : translate)(sql, resolver);
    return undefined;
  } catch (error) {
    return error as { message: string; position: number | undefined };
  }
}

/**
 * What our parser reads and Redshift (PostgreSQL 8.0's grammar) refuses: the statement, with `^` before the token
 * that the error names; without one the statement ends too soon.
 */
const REFUSED: Record<string, string[]> = {
  'trailing commas': [
    'SELECT a, ^FROM t',
    'SELECT a,',
    'SELECT *, ^FROM t',
    'SELECT a a, ^FROM t',
    'SELECT a FROM t,',
    'SELECT a FROM t, ^WHERE a = 1',
    'SELECT a FROM t GROUP BY a,',
    'SELECT a FROM t GROUP BY a, ^HAVING a = 1',
    'SELECT a FROM t ORDER BY a,',
    'SELECT a FROM t ORDER BY a, ^LIMIT 1',
    'SELECT count(a,^) FROM t',
    'SELECT (a,^) FROM t',
    'SELECT a FROM t WHERE a IN (1,^)',
    'VALUES (1,^)',
    'INSERT INTO t VALUES (1,^)',
    'UPDATE t SET a = 1, ^WHERE b = 2',
  ],
  'missing items': [
    'SELECT coalesce(a,^,1) FROM t',
    'SELECT ^FROM t',
    'SELECT',
    'SELECT DISTINCT ^FROM t',
    'SELECT ALL ^FROM t',
    'SELECT TOP 1 ^FROM t',
    'SELECT a FROM t UNION SELECT',
    'SELECT (SELECT^) FROM t',
    'SELECT a FROM t WHERE a IN (^)',
    'SELECT (^) FROM t',
    'SELECT a NOT ^FROM t',
    'SELECT CASE a ^ELSE 1 END FROM t',
    'WITH ^AS (SELECT 1) SELECT 1',
    'VALUES',
  ],
  'joins without a condition, and conditions without a join': [
    'SELECT 1 FROM t JOIN u',
    'SELECT 1 FROM t JOIN u ^WHERE t.a = 1',
    'SELECT 1 FROM (SELECT 1 FROM t JOIN u^) x',
    'SELECT 1 FROM t LEFT JOIN u^, t x',
    'SELECT 1 FROM t CROSS JOIN u ^ON t.a = u.b',
    'SELECT 1 FROM t JOIN u USING ^a',
  ],
  'clauses of other dialects': [
    '^FROM t',
    '^FROM t SELECT a',
    'SELECT 1 FROM (^FROM t) x',
    'SELECT a FROM t UNION ALL ^FROM t',
    'SELECT a FROM t PREWHERE ^a = 1',
    'SELECT a FROM t TABLESAMPLE (^10)',
    'SELECT a FROM t WINDOW ^w AS (ORDER BY a)',
    'SELECT * EXCEPT (^a) FROM t',
    'SELECT sum(a) OVER ^FROM t',
    'SELECT a ORDER ^FROM t',
    'SELECT a FROM t WHERE a IN ^1',
  ],
  'signs and words of other dialects': [
    'SELECT ^[1, 2] FROM t',
    "SELECT ^{'a': 1} FROM t",
    'SELECT ^`a` FROM t',
    "SELECT a RLIKE ^'x' FROM t",
    "SELECT a REGEXP ^'x' FROM t",
    "SELECT a GLOB ^'x' FROM t",
    'SELECT a DIV ^b FROM t',
    'SELECT 1.2^.3',
    "SELECT 'a' ^'b'",
  ],
};

/** What looks alike and is right. */
const ACCEPTED = [
  'SELECT a AS order, b AS "from", c AS limit FROM t',
  "SELECT position('a' IN 'abc'), trim(BOTH FROM ' a '), extract(epoch FROM DATE '2026-01-01')",
  'SELECT count(*), sum(a) OVER (PARTITION BY b ORDER BY c ROWS UNBOUNDED PRECEDING) FROM t GROUP BY a, b, c',
  "SELECT listagg(a, ',') WITHIN GROUP (ORDER BY b) FROM t",
  'SELECT 1 FROM t JOIN u ON t.a = u.a LEFT JOIN t v ON v.a = u.a CROSS JOIN u w WHERE t.a IN (1, 2)',
  'SELECT 1 FROM t JOIN u USING (a), t v',
  'SELECT 1 FROM t NATURAL LEFT JOIN u',
  'SELECT 1 FROM t JOIN u JOIN t v ON u.a = v.a ON t.a = u.a',
  'SELECT CASE WHEN a = 1 THEN CASE b WHEN 1 THEN 2 END ELSE 3 END FROM t',
  'SELECT a FROM t UNION ALL (SELECT b FROM u) EXCEPT SELECT c FROM t ORDER BY 1 LIMIT 1 OFFSET 1',
  'WITH "as" AS (SELECT 1 AS a) SELECT a FROM "as"',
  'SELECT TOP 2 a FROM t WHERE NOT a = 1 AND b IS NOT NULL',
  'SELECT ROW_NUMBER() OVER (ORDER BY a) FROM t',
  'SELECT getdate(), a FROM t WHERE EXISTS (SELECT 1 FROM u)',
];

for (const [what, statements] of Object.entries(REFUSED)) {
  describe(`refused: ${what}`, () => {
    it.each(statements)('%s', async (marked) => {
      const at = marked.indexOf('^');
      const sql = marked.replace('^', '');
      const token = /^(?:'[^']*'|\w+|\.\d+|.)/.exec(sql.slice(at))?.[0];
      expect(await failure(sql)).toMatchObject(
        at < 0
          ? { message: 'syntax error at end of input', position: sql.length }
          : { message: `syntax error at or near "${token}"`, position: at },
      );
    });
  });
}

describe('in words of its own', () => {
  it('LIMIT with two numbers', async () => {
    expect(await failure('SELECT a FROM t LIMIT 1, 2')).toMatchObject({
      message: 'LIMIT #,# syntax is not supported',
      position: 16,
    });
  });

  it.each(['==', '**'])('the operator %s', async (operator) => {
    expect(await failure(`SELECT a ${operator} 1 FROM t`)).toMatchObject({
      message: `operator does not exist: ${operator}`,
      position: 9,
    });
  });

  it.each(['ASOF', 'SEMI', 'ANTI'])('%s JOIN', async (kind) => {
    expect((await failure(`SELECT 1 FROM t ${kind} JOIN u ON t.a = u.a`))?.message).toContain(`${kind} JOIN`);
  });
});

describe('accepted', () => {
  it.each(ACCEPTED)('%s', async (sql) => {
    expect(await failure(sql)).toBeUndefined();
  });
});
