import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStream, startWarehouse, type Warehouse } from './fixture.js';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await startWarehouse();
  await makeStream(warehouse.kinesis, 'mixed');
  await makeStream(warehouse.kinesis, 'naive');
  await warehouse.sql('CREATE EXTERNAL SCHEMA kds FROM KINESIS IAM_ROLE default');
});
afterAll(() => warehouse?.test.stop());

const good = Array.from({ length: 20 }, (_, id) => ({ id, name: `n${id}` }));
/** Each with whether CAN_JSON_PARSE takes it. */
const bad: [what: string, record: object | string | Uint8Array, json: boolean][] = [
  ['not UTF-8', Uint8Array.from([0xff, 0xfe, 0x80, 0x00]), false],
  ['cut inside a UTF-8 character', Uint8Array.from([0x22, 0xe2, 0x82]), false],
  ['not JSON', 'hello, this is no JSON', false],
  ['half an object', '{"id": 1, "name"', false],
  ['nothing but a blank', ' ', false],
  ['an array', [1, 2, 3], true],
  ['a number', '42', true],
  ['null', 'null', true],
  ['the wrong type', { id: 'abc', name: { first: 'x' } }, true],
  ['a number too large', { id: '99999999999999999999999', name: 'big' }, true],
  ['another shape', { something: 'else' }, true],
  ['nearly 1 MiB of JSON', { id: 7, name: 'x'.repeat(1_000_000) }, true],
  ['1 MiB of rubbish', new Uint8Array(1_048_000).fill(0x41), false],
];

describe('records that no producer should have sent', () => {
  it('do not stop a view that is written with care, and are counted', async () => {
    const { sql, put } = warehouse;
    await sql(`CREATE MATERIALIZED VIEW careful AS
      SELECT approximate_arrival_timestamp, sequence_number,
        CASE WHEN OCTET_LENGTH(kinesis_data) <= 65535 THEN TRY_CAST(NULLIF(TRIM(JSON_EXTRACT_PATH_TEXT(from_varbyte(kinesis_data, 'utf-8'), 'id', true)), '') AS BIGINT) END AS id,
        CASE WHEN OCTET_LENGTH(kinesis_data) <= 65535 THEN JSON_EXTRACT_PATH_TEXT(from_varbyte(kinesis_data, 'utf-8'), 'name', true)::VARCHAR(50) END AS name
      FROM kds.mixed WHERE CAN_JSON_PARSE(kinesis_data)`);
    await put('mixed', good.slice(0, 10));
    for (const [, record] of bad) await put('mixed', [record]);
    await put('mixed', good.slice(10));
    await sql('REFRESH MATERIALIZED VIEW careful');
    const json = bad.filter(([, , parses]) => parses).length;
    expect(await sql('SELECT count(*) FROM careful')).toEqual([[good.length + json]]);
    expect(await sql("SELECT count(distinct id) FROM careful WHERE name LIKE 'n%'")).toEqual([[good.length]]);
    const scans = await sql(
      "SELECT sum(scanned_rows), sum(skipped_rows) FROM sys_stream_scan_states WHERE mv_name = 'careful'",
    );
    expect(scans[0]?.map(Number)).toEqual([good.length + bad.length, bad.length - json]);
  });

  it('fail the refresh of a view with a bare cast: old rows stay, and the record is named', async () => {
    const { sql, run, put } = warehouse;
    await sql(`CREATE MATERIALIZED VIEW bare AS
      SELECT JSON_EXTRACT_PATH_TEXT(from_varbyte(kinesis_data, 'utf-8'), 'id', true)::BIGINT AS id FROM kds.naive`);
    await put('naive', good);
    await sql('REFRESH MATERIALIZED VIEW bare');
    await put('naive', [{ id: 100 }, { id: 'abc' }, { id: 101 }]);
    const failed = await run('REFRESH MATERIALIZED VIEW bare');
    expect(failed.Status).toBe('FAILED');
    expect(failed.Error).toMatch(/^ERROR: /);
    expect(await sql('SELECT count(*) FROM bare')).toEqual([[good.length]]);
    const errors = await sql(
      "SELECT partition_id, position, error_reason FROM sys_stream_scan_errors WHERE mv_name = 'bare'",
    );
    expect(errors).toHaveLength(1);
    expect(errors[0]?.[0]).toBe('shardId-000000000000');
    expect(String(errors[0]?.[1])).toMatch(/^\d{56}$/);
    expect(`ERROR: ${errors[0]?.[2]}`).toBe(failed.Error);
    await run('REFRESH MATERIALIZED VIEW bare');
    expect(await sql("SELECT count(*) FROM sys_stream_scan_errors WHERE mv_name = 'bare'")).toEqual([[1]]);
    expect(
      await sql(
        "SELECT count(*) FROM sys_mv_refresh_history WHERE mv_name = 'bare' AND status LIKE 'Refresh failed%'",
      ),
    ).toEqual([[2]]);
  });

  it.each([
    ['a join', 'SELECT a.partition_key FROM kds.mixed a JOIN kds.mixed b ON true'],
    ['an aggregate', 'SELECT partition_key, count(*) AS n FROM kds.mixed GROUP BY partition_key'],
    ['an aggregate', 'SELECT max(sequence_number) AS n FROM kds.mixed'],
    ['a LIMIT clause', 'SELECT partition_key FROM kds.mixed LIMIT 10'],
    ['DISTINCT', 'SELECT DISTINCT partition_key FROM kds.mixed'],
  ])('a streaming view with %s is refused', async (what, query) => {
    const { Status, Error: words } = await warehouse.run(`CREATE MATERIALIZED VIEW v AS ${query}`);
    expect([Status, words]).toEqual([
      'FAILED',
      `ERROR: Streaming materialized views do not support ${what}: they project and filter one stream`,
    ]);
  });
});
