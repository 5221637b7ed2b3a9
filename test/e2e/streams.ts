import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Computer } from './cli.js';

export interface CloudEnvironment {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  pid: number;
}

/** A plain SDK client of a workshop's local cloud, as any user would make one from `workshop local env`. */
export async function kinesisOf(computer: Computer, name = 'workshop'): Promise<KinesisClient> {
  const { endpoint, region, accessKeyId, secretAccessKey } = await computer.json<CloudEnvironment>(
    'local',
    'env',
    '--name',
    name,
  );
  return new KinesisClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 10,
  });
}

/** Every record of a stream from TRIM_HORIZON on, read by the API. */
export async function readAll(kinesis: KinesisClient, StreamName: string): Promise<Buffer[]> {
  const { Shards } = await kinesis.send(new ListShardsCommand({ StreamName }));
  const records: Buffer[] = [];
  for (const shard of Shards ?? []) {
    let { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({ StreamName, ShardId: shard.ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    while (ShardIterator) {
      const page: {
        Records?: { Data?: Uint8Array }[];
        NextShardIterator?: string;
        MillisBehindLatest?: number;
      } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
      for (const record of page.Records ?? []) records.push(Buffer.from(record.Data ?? []));
      if (page.MillisBehindLatest === 0 && page.Records?.length === 0) break;
      ShardIterator = page.NextShardIterator;
    }
  }
  return records;
}
