import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
} from '@aws-sdk/client-kinesis';

/** Creates a stream and waits for it: provisioned, or on demand without a shard count. */
export async function createActiveStream(
  client: KinesisClient,
  StreamName: string,
  ShardCount?: number,
): Promise<void> {
  await client.send(
    new CreateStreamCommand(
      ShardCount === undefined
        ? { StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }
        : { StreamName, ShardCount },
    ),
  );
  await untilActive(client, StreamName);
}

/** All records of a shard, oldest first. */
export async function readAll(
  client: KinesisClient,
  StreamName: string,
  ShardId: string,
): Promise<KinesisRecord[]> {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const records: KinesisRecord[] = [];
  for (let next = ShardIterator; next !== undefined; ) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: next }));
    records.push(...(page.Records ?? []));
    next = page.MillisBehindLatest === 0 ? undefined : page.NextShardIterator;
  }
  return records;
}

export function text(data: Uint8Array | undefined): string {
  return Buffer.from(data ?? []).toString('utf8');
}

/** Waits until a stream is ACTIVE, asking often: the waiter of the SDK sleeps at least a second. */
export async function untilActive(client: KinesisClient, StreamName: string): Promise<void> {
  for (;;) {
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
    if (StreamDescriptionSummary?.StreamStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
