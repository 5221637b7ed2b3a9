import { describe, expect, it } from 'vitest';
import { nationalVolume } from '../../../templates/functions/calendar.js';
import { CustomerDirectory } from '../../../templates/functions/customer-directory.js';
import { produceCustomers } from '../../../templates/functions/customer-producer.js';
import { type Memory, produceOrders } from '../../../templates/functions/order-producer.js';
import { fakeKinesis, jumpingWorld, lambdaContext } from './fake-kinesis.js';

const start = Date.UTC(2026, 10, 23, 0, 5);
const environment = {
  CUSTOMER_STREAM: 'customer_stream',
  ORDER_STREAM: 'order_stream',
  CUSTOMERS_PER_SECOND: '0.5',
  ORDERS_PER_SECOND: '5',
};
const memory = (): Memory => ({ directory: new CustomerDirectory(), reader: undefined });

describe('the customer producer', () => {
  it('sends a minute’s worth: some at once, the rest evenly, and ends before the minute does', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world);
    const tally = await produceCustomers(kinesis.client, environment, lambdaContext(), world);
    const { records } = kinesis;
    expect(records.filter(({ at }) => at === start)).toHaveLength(8);
    expect(records.length).toBeGreaterThanOrEqual(29);
    expect(records.length).toBeLessThanOrEqual(30);
    expect(tally).toEqual({ sent: records.length, retried: 0, lost: 0 });
    expect(world.elapsed()).toBeLessThanOrEqual(59_500);
    expect(world.elapsed()).toBeGreaterThan(54_000);
    for (let second = 5; second < 50; second += 5) {
      const between = records.filter(
        ({ at }) => at > start + second * 1000 && at <= start + (second + 5) * 1000,
      );
      expect(between.length).toBeGreaterThanOrEqual(1);
      expect(between.length).toBeLessThanOrEqual(3);
    }
    expect(new Set(records.map(({ data }) => data.userid)).size).toBe(records.length);
    expect(records.every(({ key, data }) => key === String(data.userid))).toBe(true);
  });

  it('ends in time when Lambda leaves it less', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world);
    await produceCustomers(kinesis.client, environment, lambdaContext('a', 10_000), world);
    expect(world.elapsed()).toBeLessThanOrEqual(8_500);
    expect(kinesis.records.length).toBeLessThan(13);
  });

  it('sends each record once while Kinesis refuses a third of them', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world, (call) =>
      call % 2 === 0 ? { refuse: (index) => index % 3 === 0 } : undefined,
    );
    const busy = { ...environment, CUSTOMERS_PER_SECOND: '20' };
    const tally = await produceCustomers(kinesis.client, busy, lambdaContext(), world);
    const ids = kinesis.records.map(({ data }) => data.userid);
    expect(tally.retried).toBeGreaterThan(100);
    expect(tally.lost).toBe(0);
    expect(tally.sent).toBe(ids.length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(1_150);
  });

  it('waits while the whole stream is throttled, then makes up for little of it', async () => {
    const world = jumpingWorld(start);
    const throttled = { name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } };
    const kinesis = fakeKinesis(world, () =>
      world.now() < start + 20_000 ? { error: throttled } : undefined,
    );
    const busy = { ...environment, CUSTOMERS_PER_SECOND: '20' };
    const tally = await produceCustomers(kinesis.client, busy, lambdaContext(), world);
    expect(kinesis.calls()).toBeLessThan(120);
    expect(tally.lost).toBe(0);
    expect(tally.sent).toBe(kinesis.records.length);
    expect(kinesis.records.length).toBeLessThan(20 * 45);
    expect(kinesis.records.length).toBeGreaterThan(20 * 30);
  });

  it('never sends again what may have arrived although no answer came', async () => {
    const world = jumpingWorld(start);
    const silence = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', $metadata: {} });
    const kinesis = fakeKinesis(world, (call) =>
      call === 0 ? { error: silence, after: 'taken' } : undefined,
    );
    const tally = await produceCustomers(kinesis.client, environment, lambdaContext(), world);
    const ids = kinesis.records.map(({ data }) => data.userid);
    expect(new Set(ids).size).toBe(ids.length);
    expect(tally.lost).toBe(8);
    expect(tally.sent).toBe(ids.length - 8);
  });

  it('fails loudly where it may not write, and on a setting that makes no sense', async () => {
    const world = jumpingWorld(start);
    const refused = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } };
    const kinesis = fakeKinesis(world, () => ({ error: refused }));
    await expect(produceCustomers(kinesis.client, environment, lambdaContext(), world)).rejects.toBe(refused);
    expect(kinesis.calls()).toBe(1);
    const bad = { ...environment, CUSTOMERS_PER_SECOND: '0' };
    await expect(produceCustomers(kinesis.client, bad, lambdaContext(), world)).rejects.toThrow(
      'CUSTOMERS_PER_SECOND must be a number above 0, at most 60',
    );
    await expect(produceCustomers(kinesis.client, {}, lambdaContext(), world)).rejects.toThrow(
      'the environment variable CUSTOMERS_PER_SECOND is not set',
    );
  });
});

describe('the order producer', () => {
  it('waits for the first customers, and then sends only theirs', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world);
    const orders = produceOrders(kinesis.client, environment, lambdaContext('orders'), world, memory());
    await world.sleep(2_000);
    await Promise.all([
      orders,
      produceCustomers(kinesis.client, environment, lambdaContext('customers'), world),
    ]);
    const sent = kinesis.records.filter(({ stream }) => stream === 'order_stream');
    const arrived = new Map(
      kinesis.records
        .filter(({ stream }) => stream === 'customer_stream')
        .map(({ at, data }) => [data.userid, at]),
    );
    expect(sent[0]?.at).toBeLessThan(start + 3_500);
    for (const { at, data } of sent) expect(arrived.get(data.userid)).toBeLessThanOrEqual(at);
    expect(new Set(sent.map(({ data }) => data.consignmentid)).size).toBe(sent.length);
    expect(new Set(sent.map(({ data }) => data.userid)).size).toBeGreaterThan(15);
    const expected = 5 * 60 * nationalVolume(start);
    expect(sent.length).toBeGreaterThan(expected * 0.93);
    expect(sent.length).toBeLessThanOrEqual(expected);
  });

  it('sends at once where customers are there, and remembers them for the next invocation', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world);
    const { sent } = await produceCustomers(kinesis.client, environment, lambdaContext(), world);
    const kept = memory();
    const second = world.now();
    await produceOrders(kinesis.client, environment, lambdaContext('one'), world, kept);
    expect(kinesis.records.some(({ stream, at }) => stream === 'order_stream' && at <= second + 1_000)).toBe(
      true,
    );
    expect(kept.directory.size).toBe(sent);
    const reader = kept.reader;
    await produceOrders(kinesis.client, environment, lambdaContext('two'), world, kept);
    expect(kept.reader).toBe(reader);
    const ids = kinesis.records
      .filter(({ stream }) => stream === 'order_stream')
      .map(({ data }) => data.consignmentid);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sends nothing, and does not fail, where nobody ever comes', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world);
    const tally = await produceOrders(kinesis.client, environment, lambdaContext(), world, memory());
    expect(tally).toEqual({ sent: 0, retried: 0, lost: 0, customersKnown: 0 });
    expect(kinesis.reads()).toBeLessThan(59_000 / 200);
    expect(world.elapsed()).toBeGreaterThan(54_000);
  });

  it('is not misled by rubbish in the customer stream', () => {
    const directory = new CustomerDirectory();
    const good = { userid: 1, address: 'a', state: 'NSW', latitude: -33, longitude: 151 };
    const rubbish = [
      'not json',
      'null',
      '[]',
      '"x"',
      '{}',
      JSON.stringify({ ...good, userid: '1' }),
      JSON.stringify({ ...good, state: 'XX' }),
      JSON.stringify({ ...good, latitude: null }),
      JSON.stringify({ ...good, address: 7 }),
    ];
    for (const text of rubbish) directory.add(Buffer.from(text), Math.random);
    directory.add(Buffer.from([0xff, 0xfe]), Math.random);
    expect(directory.size).toBe(0);
    expect(directory.draw(Math.random, start)).toBeUndefined();
    directory.add(Buffer.from(JSON.stringify(good)), Math.random);
    directory.add(Buffer.from(JSON.stringify({ ...good, address: 'b' })), Math.random);
    expect(directory.size).toBe(1);
    expect(directory.draw(Math.random, start)).toEqual(good);
  });

  it('forgets some when it knows very many, and never counts one twice', () => {
    const directory = new CustomerDirectory();
    for (let userid = 0; userid < 5_000; userid++) {
      const customer = { userid, address: 'a', state: 'NT', latitude: -12, longitude: 130 };
      directory.add(Buffer.from(JSON.stringify(customer)), Math.random);
    }
    expect(directory.size).toBe(2_000);
  });
});
