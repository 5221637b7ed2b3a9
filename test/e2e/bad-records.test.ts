import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Computer } from './cli.js';
import { kinesisOf } from './streams.js';

const computer = new Computer();
beforeAll(async () => {
  await computer.json('setup', '--target', 'local', '--yes');
}, 120_000);
afterAll(() => computer.clear());

const good = {
  consignmentid: 9_000_000_000_001,
  timestamp: '2026-01-01 00:00:00',
  delivery_state: 'TAS',
  origin_state: 'NT',
  delay_probability: 'LOW',
  days_to_deliver: 3,
  delivery_distance: 12.5,
  userid: 1,
  revenue: 10.5,
  cost: 7.25,
};

const garbage: [string, Buffer][] = [
  ['not UTF-8', Buffer.from([0xff, 0xfe, 0x80, 0x81])],
  ['not JSON', Buffer.from('consignment 7')],
  ['half of JSON', Buffer.from('{"consignmentid": 12')],
  ['no JSON at all: NaN', Buffer.from('{"consignmentid": NaN}')],
  ['a list', Buffer.from('[1,2,3]')],
  ['a number', Buffer.from('42')],
  ['null', Buffer.from('null')],
  ['wrong types', Buffer.from('{"consignmentid":"x","days_to_deliver":"soon","revenue":{},"cost":[]}')],
  [
    'numbers too large',
    Buffer.from('{"consignmentid":99999999999999999999999,"days_to_deliver":1e300,"userid":-5e20}'),
  ],
  [
    'texts too long',
    Buffer.from(
      JSON.stringify({
        consignmentid: 1,
        delivery_state: 'x'.repeat(5000),
        delivery_address: 'y'.repeat(9000),
      }),
    ),
  ],
  ['nothing but blanks', Buffer.from('   ')],
  ['a zero byte', Buffer.from('{"delivery_state":"a\\u0000b"}')],
  ['deep nesting', Buffer.from(`${'['.repeat(2000)}${']'.repeat(2000)}`)],
  [
    '1 MiB',
    Buffer.from(
      JSON.stringify({ consignmentid: 2, note: 'z'.repeat(1024 * 1024 - 100) }).slice(0, 1024 * 1024 - 1),
    ),
  ],
];

describe('garbage in the streams', () => {
  it('never stalls our views, and is counted where a user can see it', async () => {
    const kinesis = await kinesisOf(computer);
    const skippedBefore = await skipped();
    for (const StreamName of ['order_stream', 'customer_stream']) {
      for (const [, Data] of garbage)
        await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'p', Data }));
    }
    await kinesis.send(
      new PutRecordCommand({
        StreamName: 'order_stream',
        PartitionKey: 'p',
        Data: Buffer.from(JSON.stringify(good)),
      }),
    );
    kinesis.destroy();
    for (const view of ['order_stream', 'customer_stream']) {
      expect(await computer.run('sql', 'query', `REFRESH MATERIALIZED VIEW ${view}`), view).toMatchObject({
        code: 0,
      });
    }
    expect(
      await computer.query(
        `SELECT consignmentid, delivery_state, revenue FROM order_stream WHERE consignmentid = ${good.consignmentid}`,
      ),
    ).toEqual([[good.consignmentid, 'TAS', 10.5]]);
    expect((await skipped()) - skippedBefore).toBeGreaterThanOrEqual(10);
    const status = await computer.json<{ views: { error: string | null }[] }>('status');
    expect(status.views.map((view) => view.error)).toEqual([null, null, null]);
    for (const sql of [
      'SELECT * FROM consignments',
      'SELECT SUM(revenue), AVG(days_to_deliver) FROM consignments',
    ]) {
      expect(await computer.run('sql', 'query', sql, '--json'), sql).toMatchObject({ code: 0 });
    }
  });

  it('fails the refresh of a view that casts naively: its rows stay, the error is in the system view', async () => {
    await computer.query('DROP MATERIALIZED VIEW order_stream CASCADE');
    await computer.query(
      "CREATE MATERIALIZED VIEW naive AS SELECT JSON_EXTRACT_PATH_TEXT(from_varbyte(kinesis_data, 'utf-8'), 'consignmentid', true)::BIGINT AS consignmentid FROM kinesis_schema.order_stream WHERE is_utf8(kinesis_data) AND is_valid_json(from_varbyte(kinesis_data, 'utf-8'))",
    );
    const refused = await computer.run('sql', 'query', 'REFRESH MATERIALIZED VIEW naive');
    expect(refused.code).toBe(1);
    const errors = await computer.query(
      "SELECT TRIM(mv_name), TRIM(error_reason) FROM sys_stream_scan_errors WHERE TRIM(mv_name) = 'naive'",
    );
    expect(errors.length).toBeGreaterThan(0);
    const status = await computer.json<{ views: { name: string; error: string | null }[] }>('status');
    expect(status.views.find((view) => view.name === 'naive')?.error).toEqual(expect.any(String));
  });
});

async function skipped(): Promise<number> {
  const status = await computer.json<{ views: { recordsSkipped: number }[] }>('status');
  return status.views.reduce((sum, view) => sum + view.recordsSkipped, 0);
}
