import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteResourcePolicyCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeLimitsCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetResourcePolicyCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
  RemoveTagsFromStreamCommand,
  SplitShardCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
  SubscribeToShardCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { createActiveStream, readAll, text, untilActive } from './streams.js';

const SHARD_0 = 'shardId-000000000000';
let test: TestCloud;
let client: KinesisClient;
beforeAll(async () => {
  test = await startCloud({
    services: ['kinesis', 'iam', 'sts'],
    settings: { delays: { stream: 60 }, kinesisLimits: false },
  });
  client = new KinesisClient(test.clientConfig);
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

const summary = async (StreamName: string) =>
  (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary;
const arnOf = (name: string) => `arn:aws:kinesis:us-east-1:${test.cloud.accountId}:stream/${name}`;

describe('a stream', () => {
  it('passes CREATING, ACTIVE, DELETING, and is then gone with its files', async () => {
    const StreamName = 'living';
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2, Tags: { a: '1' } }));
    expect(await summary(StreamName)).toMatchObject({ StreamStatus: 'CREATING', OpenShardCount: 0 });
    await expect(client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: `Stream living under account ${test.cloud.accountId} already exists.`,
    });
    await untilActive(client, StreamName);
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({ StreamARN: arnOf(StreamName) }),
    );
    expect(StreamDescription).toMatchObject({
      StreamName,
      StreamARN: arnOf(StreamName),
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      RetentionPeriodHours: 24,
      EncryptionType: 'NONE',
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      HasMoreShards: false,
    });
    expect(StreamDescription?.Shards?.map((s) => s.HashKeyRange)).toEqual([
      { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' },
      {
        StartingHashKey: '170141183460469231731687303715884105728',
        EndingHashKey: '340282366920938463463374607431768211455',
      },
    ]);
    await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.of(1) }));
    const folders = () => readdirSync(join(test.folder, 'kinesis')).filter((n) => n.startsWith('living@'));
    expect(folders().length).toBe(1);
    await client.send(new DeleteStreamCommand({ StreamName }));
    expect(await summary(StreamName)).toMatchObject({ StreamStatus: 'DELETING' });
    while (folders().length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await expect(summary(StreamName)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('begins on demand with four shards, and shards there are not split by hand', async () => {
    await createActiveStream(client, 'demand');
    expect(await summary('demand')).toMatchObject({
      OpenShardCount: 4,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    });
    await expect(
      client.send(
        new SplitShardCommand({ StreamName: 'demand', ShardToSplit: SHARD_0, NewStartingHashKey: '100' }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await client.send(
      new UpdateStreamModeCommand({
        StreamARN: arnOf('demand'),
        StreamModeDetails: { StreamMode: 'PROVISIONED' },
      }),
    );
    expect(await summary('demand')).toMatchObject({ StreamStatus: 'UPDATING' });
    await untilActive(client, 'demand');
    expect(await summary('demand')).toMatchObject({
      OpenShardCount: 4,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
    });
  });

  it('resumes after a restart what was in progress', async () => {
    await createActiveStream(client, 'interrupted', 1);
    await client.send(new CreateStreamCommand({ StreamName: 'half-made', ShardCount: 1 }));
    await client.send(
      new UpdateShardCountCommand({
        StreamName: 'interrupted',
        TargetShardCount: 2,
        ScalingType: 'UNIFORM_SCALING',
      }),
    );
    await createActiveStream(client, 'going', 1);
    await client.send(new DeleteStreamCommand({ StreamName: 'going' }));
    await test.restart();
    client = new KinesisClient({ ...test.clientConfig, maxAttempts: 3 });
    await untilActive(client, 'half-made');
    await untilActive(client, 'interrupted');
    expect(await summary('interrupted')).toMatchObject({ OpenShardCount: 2 });
    while (readdirSync(join(test.folder, 'kinesis')).some((n) => n.startsWith('going@'))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });

  it('is told from its predecessor of the same name', async () => {
    await createActiveStream(client, 'again', 1);
    const put = { StreamName: 'again', PartitionKey: 'k', Data: Buffer.of(1) };
    const first = await client.send(new PutRecordCommand(put));
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: 'again',
        ShardId: SHARD_0,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    await client.send(new DeleteStreamCommand({ StreamName: 'again' }));
    while ((await client.send(new ListStreamsCommand({}))).StreamNames?.includes('again')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await createActiveStream(client, 'again', 1);
    expect(await readAll(client, 'again', SHARD_0)).toEqual([]);
    const second = await client.send(new PutRecordCommand(put));
    expect((second.SequenceNumber ?? '') > (first.SequenceNumber ?? '')).toBe(true);
    await expect(client.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(
      client.send(
        new GetShardIteratorCommand({
          StreamName: 'again',
          ShardId: SHARD_0,
          ShardIteratorType: 'AT_SEQUENCE_NUMBER',
          StartingSequenceNumber: first.SequenceNumber,
        }),
      ),
    ).rejects.toMatchObject({ message: expect.stringContaining('did not come from this stream') });
  });

  it('is listed by name, page by page', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) {
      await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
    }
    const first = await client.send(new ListStreamsCommand({ Limit: 2, ExclusiveStartStreamName: 'page' }));
    expect(first).toMatchObject({ StreamNames: ['page-a', 'page-b'], HasMoreStreams: true });
    const second = await client.send(new ListStreamsCommand({ Limit: 1, NextToken: first.NextToken }));
    expect(second.StreamNames).toEqual(['page-c']);
    expect(second.StreamSummaries?.[0]).toMatchObject({ StreamARN: arnOf('page-c') });
    const limits = await client.send(new DescribeLimitsCommand({}));
    expect(limits.ShardLimit).toBe(20_000);
    expect(limits.OpenShardCount).toBeGreaterThanOrEqual(3);
  });
});

describe('resharding', () => {
  const put = (StreamName: string, letters: string, ExplicitHashKey = '0') =>
    client.send(
      new PutRecordsCommand({
        StreamName,
        Records: [...letters].map((l) => ({ PartitionKey: 'k', Data: Buffer.from(l), ExplicitHashKey })),
      }),
    );

  it('splits: the parent is read to its end, then its children', async () => {
    await createActiveStream(client, 'split', 1);
    await put('split', 'ab');
    const half = (2n ** 127n).toString();
    await client.send(
      new SplitShardCommand({ StreamName: 'split', ShardToSplit: SHARD_0, NewStartingHashKey: half }),
    );
    await put('split', 'c');
    await untilActive(client, 'split');
    await put('split', 'd', half);
    const { Shards } = await client.send(new ListShardsCommand({ StreamName: 'split' }));
    expect(Shards?.map((s) => [s.ShardId, s.ParentShardId])).toEqual([
      [SHARD_0, undefined],
      ['shardId-000000000001', SHARD_0],
      ['shardId-000000000002', SHARD_0],
    ]);
    expect(Shards?.[0]?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^\d{56}$/);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: 'split',
        ShardId: SHARD_0,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
    expect(page.ChildShards).toBeUndefined();
    const end = await client.send(new GetRecordsCommand({ ShardIterator: page.NextShardIterator }));
    expect(end.Records?.map((r) => text(r.Data))).toEqual(['b', 'c']);
    expect(end.NextShardIterator).toBeUndefined();
    expect(end.ChildShards?.map((c) => [c.ShardId, c.ParentShards])).toEqual([
      ['shardId-000000000001', [SHARD_0]],
      ['shardId-000000000002', [SHARD_0]],
    ]);
    expect((await readAll(client, 'split', 'shardId-000000000002')).map((r) => text(r.Data))).toEqual(['d']);
    const open = await client.send(
      new ListShardsCommand({ StreamName: 'split', ShardFilter: { Type: 'AT_LATEST' } }),
    );
    expect(open.Shards?.length).toBe(2);
    const after = { Type: 'AFTER_SHARD_ID' as const, ShardId: SHARD_0 };
    const first = await client.send(
      new ListShardsCommand({ StreamName: 'split', ShardFilter: after, MaxResults: 1 }),
    );
    expect(first.Shards?.map((s) => s.ShardId)).toEqual(['shardId-000000000001']);
    const second = await client.send(new ListShardsCommand({ NextToken: first.NextToken }));
    expect(second.Shards?.map((s) => s.ShardId)).toEqual(['shardId-000000000002']);
  });

  it('merges neighbours only', async () => {
    await createActiveStream(client, 'merge', 3);
    const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
      client.send(new MergeShardsCommand({ StreamName: 'merge', ShardToMerge, AdjacentShardToMerge }));
    await expect(merge(SHARD_0, 'shardId-000000000002')).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: expect.stringContaining('are not an adjacent pair of shards eligible for merging'),
    });
    await merge(SHARD_0, 'shardId-000000000001');
    await expect(merge(SHARD_0, 'shardId-000000000001')).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    await untilActive(client, 'merge');
    const { Shards } = await client.send(new ListShardsCommand({ StreamName: 'merge' }));
    expect(Shards?.at(-1)).toMatchObject({
      ShardId: 'shardId-000000000003',
      ParentShardId: SHARD_0,
      AdjacentParentShardId: 'shardId-000000000001',
    });
  });

  it('refuses more than double, less than half, and an eleventh time in a day', async () => {
    await createActiveStream(client, 'scaled', 2);
    const scale = (TargetShardCount: number) =>
      client.send(
        new UpdateShardCountCommand({
          StreamName: 'scaled',
          TargetShardCount,
          ScalingType: 'UNIFORM_SCALING',
        }),
      );
    await expect(scale(5)).rejects.toMatchObject({ name: 'LimitExceededException' });
    for (let i = 0; i < 10; i++) {
      expect(await scale(i % 2 === 0 ? 4 : 2)).toMatchObject({ CurrentShardCount: i % 2 === 0 ? 2 : 4 });
      await untilActive(client, 'scaled');
    }
    await expect(scale(4)).rejects.toMatchObject({ name: 'LimitExceededException' });
    await createActiveStream(client, 'wide', 4);
    await expect(
      client.send(
        new UpdateShardCountCommand({
          StreamName: 'wide',
          TargetShardCount: 1,
          ScalingType: 'UNIFORM_SCALING',
        }),
      ),
    ).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

describe('what belongs to a stream', () => {
  beforeAll(() => createActiveStream(client, 'owner', 1));

  it('retention: 24 to 8760 hours, longer and shorter each by its own call', async () => {
    const StreamName = 'owner';
    const retention = { IncreaseStreamRetentionPeriodCommand, DecreaseStreamRetentionPeriodCommand };
    const change = (name: keyof typeof retention, RetentionPeriodHours: number) =>
      client.send(new retention[name]({ StreamName, RetentionPeriodHours }));
    await change('IncreaseStreamRetentionPeriodCommand', 72);
    await untilActive(client, StreamName);
    expect(await summary(StreamName)).toMatchObject({ RetentionPeriodHours: 72 });
    for (const [command, hours] of [
      ['IncreaseStreamRetentionPeriodCommand', 48],
      ['DecreaseStreamRetentionPeriodCommand', 96],
      ['DecreaseStreamRetentionPeriodCommand', 23],
      ['IncreaseStreamRetentionPeriodCommand', 8761],
    ] as const) {
      await expect(change(command, hours)).rejects.toMatchObject({
        name: 'InvalidArgumentException',
      });
    }
    await change('DecreaseStreamRetentionPeriodCommand', 24);
    await untilActive(client, StreamName);
    expect(await summary(StreamName)).toMatchObject({ RetentionPeriodHours: 24 });
  });

  it('encryption: records say how they were put', async () => {
    const StreamName = 'owner';
    const put = () =>
      client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.of(1) }));
    const key = { StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
    expect((await put()).EncryptionType).toBeUndefined();
    await client.send(new StartStreamEncryptionCommand(key));
    await untilActive(client, StreamName);
    expect(await summary(StreamName)).toMatchObject({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
    expect((await put()).EncryptionType).toBe('KMS');
    await client.send(new StopStreamEncryptionCommand(key));
    await untilActive(client, StreamName);
    await put();
    const types = (await readAll(client, StreamName, SHARD_0)).map((r) => r.EncryptionType);
    expect(types).toEqual([undefined, 'KMS', undefined]);
  });

  it('record size: up to 10 MiB once it is raised', async () => {
    const record = { StreamName: 'owner', PartitionKey: 'large', Data: Buffer.alloc(3 * 1024 * 1024, 5) };
    await expect(client.send(new PutRecordCommand(record))).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
    await client.send(
      new UpdateMaxRecordSizeCommand({ StreamARN: arnOf('owner'), MaxRecordSizeInKiB: 10_240 }),
    );
    await untilActive(client, 'owner');
    await client.send(new PutRecordCommand(record));
    const found = (await readAll(client, 'owner', SHARD_0)).find((r) => r.PartitionKey === 'large');
    expect(Buffer.from(found?.Data ?? []).equals(record.Data)).toBe(true);
  });

  it('tags, by both families of calls', async () => {
    const StreamName = 'owner';
    const ResourceARN = arnOf(StreamName);
    await client.send(new AddTagsToStreamCommand({ StreamName, Tags: { b: '2', a: '1' } }));
    await client.send(new TagResourceCommand({ ResourceARN, Tags: { c: '3', a: 'x' } }));
    const page = await client.send(new ListTagsForStreamCommand({ StreamName, Limit: 2 }));
    expect(page).toMatchObject({
      Tags: [
        { Key: 'a', Value: 'x' },
        { Key: 'b', Value: '2' },
      ],
      HasMoreTags: true,
    });
    await client.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['a', 'not there'] }));
    await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['b'] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toEqual([{ Key: 'c', Value: '3' }]);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, '']));
    await expect(client.send(new AddTagsToStreamCommand({ StreamName, Tags: many }))).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: expect.stringContaining('cannot have more than 50 tags'),
    });
  });

  it('consumers by name, of which none can subscribe here', async () => {
    const StreamARN = arnOf('owner');
    const { Consumer } = await client.send(
      new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'fan' }),
    );
    expect(Consumer).toMatchObject({ ConsumerName: 'fan', ConsumerStatus: 'CREATING' });
    const status = async () =>
      (await client.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'fan' })))
        .ConsumerDescription?.ConsumerStatus;
    while ((await status()) !== 'ACTIVE') await new Promise((resolve) => setTimeout(resolve, 10));
    await expect(client.send(new DeleteStreamCommand({ StreamName: 'owner' }))).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    await expect(
      client.send(
        new SubscribeToShardCommand({
          ConsumerARN: Consumer?.ConsumerARN,
          ShardId: SHARD_0,
          StartingPosition: { Type: 'LATEST' },
        }),
      ),
    ).rejects.toMatchObject({ message: expect.stringContaining('SubscribeToShard is not supported') });
    await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN: Consumer?.ConsumerARN }));
    const list = async () =>
      (await client.send(new ListStreamConsumersCommand({ StreamARN }))).Consumers ?? [];
    expect((await list()).map((c) => c.ConsumerStatus)).toEqual(['DELETING']);
    while ((await list()).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('a resource policy', async () => {
    const ResourceARN = arnOf('owner');
    const policy = async () => (await client.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy;
    expect(await policy()).toBe('{}');
    await client.send(new PutResourcePolicyCommand({ ResourceARN, Policy: '{"Version":"2012-10-17"}' }));
    expect(await policy()).toBe('{"Version":"2012-10-17"}');
    await client.send(new DeleteResourcePolicyCommand({ ResourceARN }));
    expect(await policy()).toBe('{}');
  });
});
