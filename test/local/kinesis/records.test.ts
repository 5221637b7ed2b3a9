import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { createActiveStream, readAll, text } from './streams.js';

let test: TestCloud;
let client: KinesisClient;
beforeAll(async () => {
  test = await startCloud({ services: ['kinesis', 'iam', 'sts'], settings: { delays: { stream: 0 } } });
  client = new KinesisClient(test.clientConfig);
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

describe('putting and getting', () => {
  it('gives back what was put, in order, with 56-digit sequence numbers', async () => {
    await createActiveStream(client, 'orders', 1);
    const put = await client.send(
      new PutRecordsCommand({
        StreamName: 'orders',
        Records: ['a', 'ünicödé 统一码', ''].map((t) => ({ PartitionKey: 'key', Data: Buffer.from(t) })),
      }),
    );
    expect(put.FailedRecordCount).toBe(0);
    const one = await client.send(
      new PutRecordCommand({ StreamName: 'orders', PartitionKey: 'schlüssel', Data: Buffer.from([0, 255]) }),
    );
    const records = await readAll(client, 'orders', 'shardId-000000000000');
    expect(records.map((r) => text(r.Data)).slice(0, 3)).toEqual(['a', 'ünicödé 统一码', '']);
    expect([...(records[3]?.Data ?? [])]).toEqual([0, 255]);
    expect(records[3]?.PartitionKey).toBe('schlüssel');
    const numbers = [...(put.Records ?? []), one].map((r) => r.SequenceNumber ?? '');
    expect(records.map((r) => r.SequenceNumber)).toEqual(numbers);
    expect([...numbers].sort()).toEqual(numbers);
    for (const number of numbers) expect(number).toMatch(/^\d{56}$/);
  });

  it('spreads keys over all shards and obeys explicit hash keys', async () => {
    await createActiveStream(client, 'spread', 4);
    const keys = Array.from({ length: 200 }, (_, i) => `key-${i}`);
    const put = await client.send(
      new PutRecordsCommand({
        StreamName: 'spread',
        Records: keys.map((PartitionKey) => ({ PartitionKey, Data: Buffer.from(PartitionKey) })),
      }),
    );
    expect(new Set(put.Records?.map((r) => r.ShardId)).size).toBe(4);
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: 'spread' }));
    for (const shard of StreamDescription?.Shards ?? []) {
      for (const ExplicitHashKey of Object.values(shard.HashKeyRange ?? {})) {
        const { ShardId } = await client.send(
          new PutRecordCommand({
            StreamName: 'spread',
            PartitionKey: 'x',
            ExplicitHashKey,
            Data: Buffer.of(1),
          }),
        );
        expect(ShardId).toBe(shard.ShardId);
      }
    }
  });

  it('refuses what AWS refuses, in its words', async () => {
    await createActiveStream(client, 'strict', 1);
    const put = (record: object) =>
      client.send(
        new PutRecordCommand({ StreamName: 'strict', PartitionKey: 'k', Data: Buffer.of(1), ...record }),
      );
    await expect(put({ StreamName: 'missing' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Stream missing under account ${test.cloud.accountId} not found.`,
    });
    await expect(put({ PartitionKey: 'k'.repeat(257) })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(
        "at 'partitionKey' failed to satisfy constraint: Member must have length less than or equal to 256",
      ),
    });
    await expect(put({ ExplicitHashKey: (2n ** 128n).toString() })).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: expect.stringContaining('ExplicitHashKey must be in the range: [0, 2^128-1]'),
    });
    await expect(put({ Data: Buffer.alloc(1024 * 1024) })).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
    await expect(
      client.send(
        new PutRecordsCommand({
          StreamName: 'strict',
          Records: Array.from({ length: 501 }, () => ({ PartitionKey: 'k', Data: Buffer.of(1) })),
        }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    const incomplete = { StreamName: 'strict', Records: [{ PartitionKey: 'k' }] } as never;
    await expect(client.send(new PutRecordsCommand(incomplete))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'records.1.member.data' failed to satisfy constraint: Member must not be null",
    });
    expect(await readAll(client, 'strict', 'shardId-000000000000')).toEqual([]);
  });

  it('takes a record of 1 MiB, key included', async () => {
    await createActiveStream(client, 'large', 1);
    const data = Buffer.alloc(1024 * 1024 - 1, 7);
    await client.send(new PutRecordCommand({ StreamName: 'large', PartitionKey: 'k', Data: data }));
    const [record] = await readAll(client, 'large', 'shardId-000000000000');
    expect(Buffer.from(record?.Data ?? []).equals(data)).toBe(true);
  });

  it("serves the SDK's own handler for Kinesis, which speaks HTTP/2", async () => {
    const { endpoint, region, credentials } = test.clientConfig;
    const plain = new KinesisClient({ endpoint, region, credentials });
    await createActiveStream(plain, 'framed', 1);
    await plain.send(new PutRecordCommand({ StreamName: 'framed', PartitionKey: 'k', Data: Buffer.of(42) }));
    const [record] = await readAll(plain, 'framed', 'shardId-000000000000');
    expect([...(record?.Data ?? [])]).toEqual([42]);
    plain.destroy();
  });

  it('is not ready while CREATING', async () => {
    const slow = await startCloud({
      services: ['kinesis', 'iam', 'sts'],
      settings: { delays: { stream: 60_000 } },
    });
    const slowClient = new KinesisClient(slow.clientConfig);
    await slowClient.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }));
    const { StreamDescription } = await slowClient.send(new DescribeStreamCommand({ StreamName: 's' }));
    expect(StreamDescription).toMatchObject({ StreamStatus: 'CREATING', Shards: [] });
    const data = { StreamName: 's', PartitionKey: 'k', Data: Buffer.of(1) };
    await expect(slowClient.send(new PutRecordCommand(data))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    slowClient.destroy();
    await slow.stop();
  });
});

describe('shard iterators', () => {
  it('start where each of the five types says', async () => {
    await createActiveStream(client, 'five', 1);
    const at: Date[] = [];
    const numbers: string[] = [];
    for (const letter of ['a', 'b', 'c']) {
      at.push(new Date());
      const put = { StreamName: 'five', PartitionKey: 'k', Data: Buffer.from(letter) };
      numbers.push((await client.send(new PutRecordCommand(put))).SequenceNumber ?? '');
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const iterator = async (input: object) =>
      (
        await client.send(
          new GetShardIteratorCommand({
            StreamName: 'five',
            ShardId: 'shardId-000000000000',
            ShardIteratorType: 'LATEST',
            ...input,
          }),
        )
      ).ShardIterator;
    const iterators = {
      trim: await iterator({ ShardIteratorType: 'TRIM_HORIZON' }),
      at: await iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: numbers[1] }),
      after: await iterator({
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
        StartingSequenceNumber: numbers[1],
      }),
      time: await iterator({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: at[2] }),
    };
    const read = async (ShardIterator?: string) => {
      const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
      return Records?.map((r) => text(r.Data)).join('');
    };
    expect(await read(iterators.trim)).toBe('abc');
    expect(await read(iterators.at)).toBe('bc');
    expect(await read(iterators.after)).toBe('c');
    expect(await read(iterators.time)).toBe('c');
  });

  it('LATEST begins with what is put after the call', async () => {
    await createActiveStream(client, 'latest', 1);
    const put = (letter: string) =>
      client.send(
        new PutRecordCommand({ StreamName: 'latest', PartitionKey: 'k', Data: Buffer.from(letter) }),
      );
    await put('a');
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: 'latest',
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'LATEST',
      }),
    );
    await put('b');
    const { Records, MillisBehindLatest } = await client.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records?.map((r) => text(r.Data))).toEqual(['b']);
    expect(MillisBehindLatest).toBe(0);
  });

  it('outlive a restart of the process, with the records', async () => {
    await createActiveStream(client, 'lasting', 1);
    const put = (letter: string) =>
      new PutRecordCommand({ StreamName: 'lasting', PartitionKey: 'k', Data: Buffer.from(letter) });
    const first = await client.send(put('a'));
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: 'lasting',
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    await test.restart();
    // The old client's connections ended with the old server.
    client = new KinesisClient({ ...test.clientConfig, requestHandler: new NodeHttpHandler() });
    const second = await client.send(put('b'));
    expect((second.SequenceNumber ?? '') > (first.SequenceNumber ?? '')).toBe(true);
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records?.map((r) => text(r.Data))).toEqual(['a', 'b']);
  });

  it('are refused when made up, or used against their own type', async () => {
    await createActiveStream(client, 'refusing', 1);
    const iterator = (input: object) =>
      client.send(
        new GetShardIteratorCommand({
          StreamName: 'refusing',
          ShardId: 'shardId-000000000000',
          ShardIteratorType: 'LATEST',
          ...input,
        }),
      );
    await expect(client.send(new GetRecordsCommand({ ShardIterator: 'AAAAAAAAAAE' }))).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: 'Invalid ShardIterator.',
    });
    await expect(iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER' })).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: expect.stringContaining('Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER'),
    });
    await expect(iterator({ ShardId: 'shardId-000000000009' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const future = new Date(Date.now() + 60_000);
    await expect(iterator({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: future })).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
    await expect(
      iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '12' }),
    ).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });
});
