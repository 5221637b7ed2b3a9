import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DeleteResourcePolicyCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetResourcePolicyCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListStreamConsumersCommand,
  ListTagsForStreamCommand,
  PutRecordCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { createActiveStream, untilActive } from '../local/kinesis/streams.js';

const path = join(
  process.env.WORKSHOP_RECORDED ?? '../shared/aws-recorded',
  'kinesis/test_kinesis.snapshot.json',
);
const present = existsSync(path);
if (!present) console.log(`kinesis: no recorded cases at ${path}`);

interface Case {
  'recorded-content': Record<string, unknown>;
}
const cases: Record<string, Case> = present ? JSON.parse(readFileSync(path, 'utf8')) : {};
const idOf = (title: string) => `tests/aws/services/kinesis/test_kinesis.py::TestKinesis::${title}`;

/** Cases that the local cloud does not agree with, and why. */
const DIFFERENT = new Map(
  [
    'test_subscribe_to_shard',
    'test_subscribe_to_shard_with_sequence_number_as_iterator',
    'test_subscribe_to_shard_with_at_timestamp',
    'test_subscribe_to_shard_cbor_at_timestamp',
  ].map((title) => [title, 'SubscribeToShard is not supported: it needs an event stream over HTTP/2']),
);

/** Values that the recording replaced: placeholders, times, hash keys, ARNs with placeholders in them. */
const VOLATILE = /<[^>]+>|^timestamp$|^(starting|ending)_hash$/;

/** Members, types and every value that is not volatile. */
function expectLike(actual: unknown, recorded: unknown, at = 'reply'): void {
  if (typeof recorded === 'string' && VOLATILE.test(recorded)) {
    expect(actual, at).toBeDefined();
  } else if (Array.isArray(recorded)) {
    expect(actual, at).toHaveLength(recorded.length);
    for (const [i, item] of recorded.entries()) expectLike((actual as unknown[])[i], item, `${at}[${i}]`);
  } else if (typeof recorded === 'object' && recorded !== null) {
    expect(Object.keys(actual as object).sort(), at).toEqual(Object.keys(recorded).sort());
    for (const [key, item] of Object.entries(recorded)) {
      expectLike((actual as Record<string, unknown>)[key], item, `${at}.${key}`);
    }
  } else {
    expect(actual, at).toBe(recorded);
  }
}

/** As Python writes bytes, which is how the recording holds them. */
function pythonBytes(data: Uint8Array | undefined): string {
  const body = [...(data ?? [])]
    .map((byte) =>
      byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
  return `b'${body}'`;
}

describe.runIf(present)('Kinesis as recorded on AWS', () => {
  let test: TestCloud;
  let client: KinesisClient;
  let agreed = 0;

  beforeAll(async () => {
    test = await startCloud({ services: ['kinesis', 'iam', 'sts'] });
    client = new KinesisClient(test.clientConfig);
  });
  afterAll(async () => {
    console.log(`kinesis: ${agreed} of ${Object.keys(cases).length} recorded cases agree`);
    client.destroy();
    await test.stop();
  });

  const agrees = (title: string, check: (recorded: Record<string, unknown>) => Promise<void>) =>
    it(title, async () => {
      await check(cases[idOf(title)]?.['recorded-content'] ?? {});
      agreed += 1;
    });
  const arnOf = async (StreamName: string) =>
    (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary?.StreamARN;

  agrees('test_create_stream_without_shard_count', async (recorded) => {
    await client.send(new CreateStreamCommand({ StreamName: 'countless' }));
    await untilActive(client, 'countless');
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: 'countless' }));
    expectLike(StreamDescription?.Shards, recorded.Shards);
  });

  agrees('test_add_tags_to_stream', async (recorded) => {
    await createActiveStream(client, 'tagged', 1);
    await client.send(new AddTagsToStreamCommand({ StreamName: 'tagged', Tags: { foo: 'bar' } }));
    const reply = await client.send(new ListTagsForStreamCommand({ StreamName: 'tagged' }));
    expectLike(reply.Tags?.[0], recorded.Tags);
    expect(reply.HasMoreTags).toBe(false);
  });

  agrees('test_record_lifecycle_data_integrity', async (recorded) => {
    const StreamName = 'whole';
    await createActiveStream(client, StreamName, 1);
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
    const shard = StreamDescription?.Shards?.[0];
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName,
        ShardId: shard?.ShardId,
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        StartingSequenceNumber: shard?.SequenceNumberRange?.StartingSequenceNumber,
      }),
    );
    for (const data of ['test', 'ünicödé 统一码 💣💻🔥', 'a'.repeat(1000), '']) {
      await client.send(new PutRecordCommand({ StreamName, PartitionKey: '1', Data: Buffer.from(data) }));
    }
    const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
    const sorted = Records.sort((a, b) => Buffer.compare(a.Data ?? Buffer.of(), b.Data ?? Buffer.of()));
    expectLike(
      sorted.map((record) => ({ ...record, Data: pythonBytes(record.Data) })),
      recorded.Records,
    );
  });

  agrees('test_stream_consumers', async (recorded) => {
    await createActiveStream(client, 'consumed', 1);
    const StreamARN = await arnOf('consumed');
    const { Consumer } = await client.send(
      new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'consumer' }),
    );
    expect(Consumer?.ConsumerARN).toMatch(
      /^arn:aws:kinesis:us-east-1:\d{12}:stream\/consumed\/consumer\/consumer:\d+$/,
    );
    const describeConsumer = async () =>
      (await client.send(new DescribeStreamConsumerCommand({ ConsumerARN: Consumer?.ConsumerARN })))
        .ConsumerDescription;
    while ((await describeConsumer())?.ConsumerStatus !== 'ACTIVE') await new Promise(setImmediate);
    const { Consumers } = await client.send(new ListStreamConsumersCommand({ StreamARN }));
    expectLike(Consumers, recorded.One_consumer_by_list_stream);
    expectLike(await describeConsumer(), recorded.One_consumer_by_describe_stream);
  });

  // Recorded over CBOR; the local cloud speaks JSON, where the error has the same name and words.
  agrees('test_cbor_exceptions', async (recorded) => {
    const { __type, message } = recorded['cbor-error'] as { __type: string; message: string };
    await expect(
      client.send(new DescribeStreamCommand({ StreamName: 'wrong-stream-name' })),
    ).rejects.toMatchObject({
      name: __type,
      message: message.replace('111111111111', test.cloud.accountId),
    });
  });

  agrees('test_resource_policy_crud', async (recorded) => {
    await createActiveStream(client, 'governed', 1);
    const ResourceARN = await arnOf('governed');
    const policyNow = async () =>
      JSON.parse((await client.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy ?? '');
    const recordedPolicy = (label: string) => (recorded[label] as { Policy: object }).Policy;
    expectLike(await policyNow(), recordedPolicy('default_policy_if_not_set'));
    for (const label of ['get_resource_policy_after_set', 'get_resource_policy_after_update']) {
      const Policy = JSON.stringify(recordedPolicy(label));
      await client.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
      expectLike(await policyNow(), recordedPolicy(label));
    }
    await client.send(new DeleteResourcePolicyCommand({ ResourceARN }));
    expectLike(await policyNow(), recordedPolicy('get_resource_policy_after_delete'));
  });

  it('holds or names every recorded case', () => {
    const held = Object.keys(cases).filter((id) => !DIFFERENT.has(id.split('::').at(-1) ?? ''));
    expect(agreed).toBe(held.length);
    expect(held.length + DIFFERENT.size).toBe(Object.keys(cases).length);
  });
});
