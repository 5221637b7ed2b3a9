import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: a build script has no types
import { buildFunctions } from '../../../scripts/build-functions.js';
import { startCloud, type TestCloud } from '../../local/harness.js';

type Handler = (event: object, context: object) => Promise<{ sent: number; lost: number }>;

let test: TestCloud;
let kinesis: KinesisClient;
const folder = mkdtempSync(join(tmpdir(), 'workshop-functions-'));

/** The bundle as Lambda loads it: CommonJS, with the runtime's SDK. */
function load(name: string): Handler {
  const module = { exports: {} as { handler?: Handler } };
  const code = readFileSync(join(folder, `${name}.js`), 'utf8');
  new Function('require', 'module', 'exports', code)(createRequire(import.meta.url), module, module.exports);
  if (!module.exports.handler) throw new Error(`${name} exports no handler`);
  return module.exports.handler;
}

async function recordsOf(StreamName: string): Promise<Record<string, unknown>[]> {
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  const records: Record<string, unknown>[] = [];
  for (const { ShardId } of Shards) {
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    records.push(...Records.map(({ Data }) => JSON.parse(Buffer.from(Data ?? []).toString())));
  }
  return records;
}

const environment = ['AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

beforeAll(async () => {
  await buildFunctions(folder);
  test = await startCloud({ services: ['kinesis'] });
  kinesis = new KinesisClient(test.clientConfig);
  for (const StreamName of ['customer_stream', 'order_stream']) {
    await kinesis.send(
      new CreateStreamCommand({ StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
    );
    await waitUntilStreamExists(
      { client: kinesis, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 },
      { StreamName },
    );
  }
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: test.endpoint,
    AWS_REGION: test.region,
    AWS_ACCESS_KEY_ID: test.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: test.credentials.secretAccessKey,
    CUSTOMER_STREAM: 'customer_stream',
    ORDER_STREAM: 'order_stream',
    CUSTOMERS_PER_SECOND: '0.5',
    ORDERS_PER_SECOND: '5',
  });
});
afterAll(async () => {
  for (const name of environment) delete process.env[name];
  kinesis?.destroy();
  await test?.stop();
});

describe('the bundled functions, on the local cloud', () => {
  it('fill both streams through the SDK’s own client, orders of customers that were sent before', async () => {
    const context = (awsRequestId: string) => ({ awsRequestId, getRemainingTimeInMillis: () => 6_000 });
    const [orders, customers] = await Promise.all([
      load('order-producer')({}, context('orders')),
      load('customer-producer')({}, context('customers')),
    ]);
    const sentCustomers = await recordsOf('customer_stream');
    const sentOrders = await recordsOf('order_stream');
    expect(customers).toMatchObject({ sent: sentCustomers.length, lost: 0 });
    expect(orders).toMatchObject({ sent: sentOrders.length, lost: 0 });
    expect(sentOrders.length).toBeGreaterThan(5);
    const known = new Set(sentCustomers.map(({ userid }) => userid));
    for (const { userid } of sentOrders) expect(known).toContain(userid);
    expect(new Set(sentOrders.map(({ consignmentid }) => consignmentid)).size).toBe(sentOrders.length);
  });
});
