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
  const onDemand = { StreamModeDetails: { StreamMode: 'ON_DEMAND' as const } };
  const oneShard = { ShardCount: 1, StreamModeDetails: { StreamMode: 'PROVISIONED' as const } };
  const sizes = { customer_stream: onDemand, order_stream: onDemand, fleet_stream: oneShard };
  for (const [StreamName, size] of Object.entries(sizes)) {
    await kinesis.send(new CreateStreamCommand({ StreamName, ...size }));
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
    FLEET_STREAM: 'fleet_stream',
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

  it('send a vehicle’s report each, to the one shard', async () => {
    const context = { awsRequestId: 'fleet', getRemainingTimeInMillis: () => 5_000 };
    const told = await load('fleet-producer')({}, context);
    const reports = await recordsOf('fleet_stream');
    expect(told).toMatchObject({ sent: reports.length, lost: 0 });
    expect(reports.length).toBeGreaterThan(10);
    expect(new Set(reports.map(({ vehicleid }) => vehicleid)).size).toBe(reports.length);
    for (const report of reports)
      expect(report.status).toMatch(/^(ON_THE_MOVE|SCHEDULED_MAINTENANCE|UNSCHEDULED_MAINTENANCE)$/);
  });
});
