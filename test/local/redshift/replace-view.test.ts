import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWarehouse, type Warehouse } from './fixture.js';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await startWarehouse();
  const { sql } = warehouse;
  await sql('CREATE TABLE t (a INT, b VARCHAR(10), d DECIMAL(10,2))');
  await sql("INSERT INTO t VALUES (1, 'one', 1.5)");
  await sql('CREATE TABLE p (a INT, predicted VARCHAR(10))');
  await sql("INSERT INTO p VALUES (1, 'LOW')");
  await sql('CREATE VIEW v AS SELECT a, b, d, NULL::VARCHAR(10) AS predicted FROM t');
  await sql('CREATE VIEW over_v AS SELECT a, predicted FROM v');
  await sql('CREATE USER reader PASSWORD DISABLE');
  await sql('GRANT SELECT ON over_v, v TO reader');
});
afterAll(() => warehouse?.test.stop());

async function failure(text: string, options = {}): Promise<string | undefined> {
  const { Status, Error: words } = await warehouse.run(text, options);
  expect(Status, text).toBe('FAILED');
  return words;
}

describe('CREATE OR REPLACE VIEW', () => {
  it('takes a query with the identical columns; what reads the view, and grants, stay', async () => {
    const { sql } = warehouse;
    await sql(
      'CREATE OR REPLACE VIEW v AS SELECT t.a, t.b, t.d, p.predicted FROM t LEFT JOIN (SELECT a, MAX(predicted) AS predicted FROM p GROUP BY a) p ON p.a = t.a',
    );
    expect(await sql('SELECT * FROM over_v', { user: 'reader' })).toEqual([[1, 'LOW']]);
    expect(await sql('SELECT a, b, d, predicted FROM v', { user: 'reader' })).toEqual([
      [1, 'one', '1.50', 'LOW'],
    ]);
    expect(await failure('DROP VIEW v')).toContain('because other objects depend on it');
    expect(await sql("SELECT viewowner FROM pg_views WHERE viewname = 'v'")).toEqual([['rsstream_user']]);
  });

  it.each([
    ['SELECT a, b, d FROM t', 'cannot drop columns from view'],
    ['SELECT a, b, d, b AS predicted, 1 AS more FROM t', 'cannot change number of columns in view'],
    ['SELECT a, b AS c, d, b AS predicted FROM t', 'cannot change name of view column "b"'],
    ['SELECT b, a, d, b AS predicted FROM t', 'cannot change name of view column "a"'],
    ['SELECT a::BIGINT AS a, b, d, b AS predicted FROM t', 'cannot change data type of view column "a"'],
    ['SELECT a, b::VARCHAR(20) AS b, d, b AS predicted FROM t', 'cannot change data type of view column "b"'],
    [
      'SELECT a, b, d::DECIMAL(12,2) AS d, b AS predicted FROM t',
      'cannot change data type of view column "d"',
    ],
    [
      'SELECT a, b, d, predicted FROM over_v JOIN t USING (a)',
      'infinite recursion detected in rules for relation "v"',
    ],
  ])('refuses %s', async (query, words) => {
    expect(await failure(`CREATE OR REPLACE VIEW v AS ${query}`)).toBe(`ERROR: ${words}`);
  });

  it('is the owner’s', async () => {
    expect(
      await failure('CREATE OR REPLACE VIEW v AS SELECT a, b, d, b AS predicted FROM t', { user: 'reader' }),
    ).toBe('ERROR: must be owner of relation v');
  });

  it('without schema binding takes other columns', async () => {
    const { sql } = warehouse;
    await sql('CREATE VIEW late AS SELECT a FROM public.t WITH NO SCHEMA BINDING');
    await sql('CREATE OR REPLACE VIEW late AS SELECT b, a FROM public.t WITH NO SCHEMA BINDING');
    expect(await sql('SELECT * FROM late')).toEqual([['one', 1]]);
  });
});
