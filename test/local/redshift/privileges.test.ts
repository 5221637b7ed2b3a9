import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWarehouse, type Warehouse } from './fixture.js';

let warehouse: Warehouse;
const reader = { user: 'reader' };

beforeAll(async () => {
  warehouse = await startWarehouse();
  const { sql } = warehouse;
  await sql('CREATE USER reader PASSWORD DISABLE');
  await sql('CREATE TABLE t (a INT, b VARCHAR(10))');
  await sql("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
  await sql('CREATE SCHEMA private');
  await sql('CREATE TABLE private.p (a INT)');
});
afterAll(() => warehouse?.test.stop());

async function failure(text: string, options = {}): Promise<string | undefined> {
  const { Status, Error: words } = await warehouse.run(text, options);
  expect(Status, text).toBe('FAILED');
  return words;
}

describe('who may do what', () => {
  it('reads only what was granted, and only where it may look', async () => {
    const { sql } = warehouse;
    expect(await failure('SELECT * FROM t', reader)).toBe('ERROR: permission denied for relation t');
    await sql('GRANT SELECT ON t TO reader');
    expect(await sql('SELECT count(*) FROM t', reader)).toEqual([[2]]);
    await sql('GRANT SELECT ON private.p TO reader');
    expect(await failure('SELECT * FROM private.p', reader)).toBe(
      'ERROR: permission denied for schema private',
    );
    await sql('GRANT USAGE ON SCHEMA private TO reader');
    expect(await sql('SELECT count(*) FROM private.p', reader)).toEqual([[0]]);
    await sql('REVOKE SELECT ON t FROM reader');
    expect(await failure('SELECT * FROM t', reader)).toBe('ERROR: permission denied for relation t');
  });

  it('changes nothing without leave', async () => {
    expect(await failure('INSERT INTO t VALUES (3, NULL)', reader)).toBe(
      'ERROR: permission denied for relation t',
    );
    expect(await failure('DROP TABLE t', reader)).toBe('ERROR: must be owner of relation t');
    expect(await failure('GRANT SELECT ON t TO reader', reader)).toBe(
      'ERROR: permission denied for relation t',
    );
    expect(await failure('CREATE USER other PASSWORD DISABLE', reader)).toBe(
      'ERROR: must be superuser to create users',
    );
  });

  it('creates in public until that is revoked', async () => {
    const { sql } = warehouse;
    await sql('CREATE TABLE mine (a INT)', reader);
    await sql('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    expect(await failure('CREATE TABLE more (a INT)', reader)).toBe(
      'ERROR: permission denied for schema public',
    );
  });

  it('grants on what exists, and by default on what comes', async () => {
    const { sql } = warehouse;
    await sql('GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader');
    await sql('CREATE TABLE later (a INT)');
    expect(await failure('SELECT * FROM later', reader)).toBe('ERROR: permission denied for relation later');
    await sql(
      'ALTER DEFAULT PRIVILEGES FOR USER rsstream_user IN SCHEMA public GRANT SELECT ON TABLES TO reader',
    );
    await sql('CREATE TABLE latest (a INT)');
    expect(await sql('SELECT count(*) FROM latest', reader)).toEqual([[0]]);
  });

  it('refreshes only as the owner', async () => {
    const { sql } = warehouse;
    await sql('CREATE MATERIALIZED VIEW m AS SELECT b, count(*) AS n FROM t GROUP BY b');
    expect(await sql('SELECT n FROM m ORDER BY b')).toEqual([[1], [1]]);
    expect(await failure('REFRESH MATERIALIZED VIEW m', reader)).toBe(
      'ERROR: must be owner of materialized view m',
    );
    await sql("INSERT INTO t VALUES (3, 'two')");
    await sql('REFRESH MATERIALIZED VIEW m');
    expect(await sql('SELECT b, n FROM m ORDER BY b')).toEqual([
      ['one', 1],
      ['two', 2],
    ]);
  });

  it('keeps what others depend on', async () => {
    const { sql } = warehouse;
    await sql('CREATE VIEW over_t AS SELECT a FROM t');
    expect(await failure('DROP TABLE t')).toBe(
      'ERROR: cannot drop table t because other objects depend on it',
    );
    expect(await failure('DROP USER reader')).toContain(
      'user "reader" cannot be dropped because the user owns some object',
    );
    await sql('DROP TABLE t CASCADE');
    expect(await failure('SELECT * FROM over_t')).toContain('over_t');
    expect(await failure('SELECT * FROM m')).toContain('"m" does not exist');
  });

  it('shows each user what it may see', async () => {
    const { sql } = warehouse;
    const visible = async (options = {}) =>
      (await sql("SELECT table_name FROM svv_tables WHERE table_schema = 'private'", options)).flat();
    expect(await visible()).toEqual(['p']);
    await sql('REVOKE SELECT ON private.p FROM reader');
    expect(await visible(reader)).toEqual([]);
    expect(await sql("SELECT column_name, data_type FROM svv_columns WHERE table_name = 'latest'")).toEqual([
      ['a', 'integer'],
    ]);
    const queries = await sql("SELECT count(*) FROM sys_query_history WHERE username <> 'reader'", reader);
    expect(queries).toEqual([[0]]);
  });

  it('shows nobody a password', async () => {
    const { sql } = warehouse;
    await sql("CREATE USER secretive PASSWORD 'Very5ecretWord'");
    const texts = await sql("SELECT query_text FROM sys_query_history WHERE query_text LIKE '%secretive%'");
    expect(texts.length).toBeGreaterThan(0);
    expect(JSON.stringify(texts)).not.toContain('Very5ecretWord');
  });

  it('survives a restart', async () => {
    const { test } = warehouse;
    await test.restart();
    const { connect } = await import('./fixture.js');
    warehouse = connect(test, warehouse.roleArn);
    expect(await warehouse.sql('SELECT count(*) FROM latest', reader)).toEqual([[0]]);
    expect(await failure('SELECT * FROM later', reader)).toBe('ERROR: permission denied for relation later');
  });
});
