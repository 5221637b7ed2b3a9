import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
  waitUntilStreamExists,
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
  await waitUntilStreamExists({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { StreamName });
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
