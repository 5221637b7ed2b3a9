import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { createActiveStream, text, untilActive } from './streams.js';

const SHARD_0 = 'shardId-000000000000';
const HOUR = 3_600_000;
let test: TestCloud;
let client: KinesisClient;
beforeAll(async () => {
  test = await startCloud({ services: ['kinesis', 'iam', 'sts'] });
  client = new KinesisClient(test.clientConfig);
  // Node keeps a reply's Date header for a real second; the client must not correct its clock by it when we turn it.
  Object.defineProperty(client.config, 'systemClockOffset', { get: () => 0, set: () => undefined });
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});
// Only the date stands still: timers run on, so that requests and transitions do.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

const put = (StreamName: string, count: number, bytes = 1) =>
  client.send(
    new PutRecordsCommand({
      StreamName,
      Records: Array.from({ length: count }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(bytes, 65) })),
    }),
  );
const iterator = async (StreamName: string, type: 'TRIM_HORIZON' | 'LATEST' = 'TRIM_HORIZON') =>
  (await client.send(new GetShardIteratorCommand({ StreamName, ShardId: SHARD_0, ShardIteratorType: type })))
    .ShardIterator;
const get = (ShardIterator: string | undefined) => client.send(new GetRecordsCommand({ ShardIterator }));

describe('the limits of a shard', () => {
  it('are 1,000 records a second in, the rest throttled one by one', async () => {
    await createActiveStream(client, 'busy', 1);
    expect((await put('busy', 500)).FailedRecordCount).toBe(0);
    expect((await put('busy', 400)).FailedRecordCount).toBe(0);
    const third = await put('busy', 500);
    expect(third.FailedRecordCount).toBe(400);
    expect(third.Records?.at(-1)).toEqual({
      ErrorCode: 'ProvisionedThroughputExceededException',
      ErrorMessage: `Rate exceeded for shard ${SHARD_0} in stream busy under account ${test.cloud.accountId}.`,
    });
    const one = new PutRecordCommand({ StreamName: 'busy', PartitionKey: 'k', Data: Buffer.of(1) });
    await expect(client.send(one)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    pass(500);
    expect((await put('busy', 500)).FailedRecordCount).toBe(0);
    expect((await put('busy', 1)).FailedRecordCount).toBe(1);
    expect((await get(await iterator('busy'))).Records?.length).toBe(1500);
  });

  it('are 1 MiB a second in, keys counted', async () => {
    await createActiveStream(client, 'heavy', 1);
    expect((await put('heavy', 5, 256 * 1024)).FailedRecordCount).toBe(2);
    pass(1000);
    expect((await put('heavy', 1, 1024 * 1024 - 1)).FailedRecordCount).toBe(0);
    expect((await put('heavy', 1)).FailedRecordCount).toBe(1);
  });

  it('are five reads a second out', async () => {
    await createActiveStream(client, 'watched', 1);
    const from = await iterator('watched');
    for (let i = 0; i < 5; i++) await get(from);
    await expect(get(from)).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      message: `Rate exceeded for shard ${SHARD_0} in stream watched under account ${test.cloud.accountId}.`,
    });
    pass(200);
    await get(from);
    await expect(get(from)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  });

  it('are 10 MiB a call and 2 MiB a second out', async () => {
    await createActiveStream(client, 'drained', 1);
    for (let i = 0; i < 12; i++) {
      expect((await put('drained', 1, 1024 * 1024 - 1)).FailedRecordCount).toBe(0);
      pass(1000);
    }
    const page = await get(await iterator('drained'));
    expect(page.Records?.length).toBe(10);
    expect(page.MillisBehindLatest).toBeGreaterThan(0);
    pass(4900);
    await expect(get(page.NextShardIterator)).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
    pass(100);
    expect((await get(page.NextShardIterator)).Records?.length).toBe(2);
  });

  it('let an on-demand stream grow to carry twice its peak, at most double at once', async () => {
    await createActiveStream(client, 'growing');
    const keys = Array.from({ length: 500 }, (_, i) => ({ PartitionKey: `k${i}`, Data: Buffer.of(1) }));
    for (let tenth = 0; tenth < 120; tenth++) {
      // 4,500 records a second: more than the four shards were made for, not throttled on each.
      await client.send(new PutRecordsCommand({ StreamName: 'growing', Records: keys.slice(0, 450) }));
      pass(100);
    }
    await untilActive(client, 'growing');
    const { Shards } = await client.send(
      new ListShardsCommand({ StreamName: 'growing', ShardFilter: { Type: 'AT_LATEST' } }),
    );
    expect(Shards?.length).toBe(8);
  });
});

describe('time', () => {
  it('ends an iterator after five minutes', async () => {
    await createActiveStream(client, 'aging', 1);
    const from = await iterator('aging');
    pass(300_000);
    await get(from);
    pass(1);
    await expect(get(from)).rejects.toMatchObject({
      name: 'ExpiredIteratorException',
      message: expect.stringMatching(
        /^Iterator expired\. The iterator was created at time \w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} while right now it is .* which is further in the future than the tolerated delay of 300000 milliseconds\.$/,
      ),
    });
  });

  it('takes records after the retention period, and a longer one does not bring them back', async () => {
    await createActiveStream(client, 'forgetting', 1);
    const putLetter = (letter: string) =>
      client.send(
        new PutRecordCommand({ StreamName: 'forgetting', PartitionKey: 'k', Data: Buffer.from(letter) }),
      );
    const letters = async () =>
      (await get(await iterator('forgetting'))).Records?.map((r) => text(r.Data)).join('');
    await putLetter('a');
    pass(20 * HOUR);
    await putLetter('b');
    expect(await letters()).toBe('ab');
    pass(5 * HOUR);
    expect(await letters()).toBe('b');
    await client.send(
      new IncreaseStreamRetentionPeriodCommand({ StreamName: 'forgetting', RetentionPeriodHours: 72 }),
    );
    await untilActive(client, 'forgetting');
    expect(await letters()).toBe('b');
    pass(40 * HOUR);
    expect(await letters()).toBe('b');
    pass(30 * HOUR);
    expect(await letters()).toBe('');
  });

  it('may step back: sequence numbers still grow', async () => {
    await createActiveStream(client, 'backward', 1);
    const numbers: string[] = [];
    for (const step of [0, -HOUR, 1000, -5 * HOUR]) {
      pass(step);
      numbers.push(...((await put('backward', 2)).Records ?? []).map((r) => r.SequenceNumber ?? ''));
      pass(2000);
    }
    expect([...numbers].sort()).toEqual(numbers);
    const { Records } = await get(await iterator('backward'));
    expect(Records?.map((r) => r.SequenceNumber)).toEqual(numbers);
  });
});
