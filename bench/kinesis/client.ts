import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface Job {
  config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  shards: number;
  records: number;
}

/** Records a second. */
export interface Rates {
  put: number;
  get: number;
}

const BATCH = 500;
const PUTTERS = 2;
/** Times that everything is read: one pass is short beside the machine's own noise. */
const PASSES = 3;
/** The size of one of the workshop's orders. */
const RECORD_BYTES = 377;
const StreamName = 'bench';

process.once('message', (job: Job) => {
  void work(job).then((rates) => process.send?.(rates, () => process.exit(0)));
});

async function work({ config, shards, records }: Job): Promise<Rates> {
  const client = new KinesisClient({ ...config, requestHandler: new NodeHttpHandler() });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
  const ids = await shardIds(client);
  // The first requests compile both sides; they are not the figure.
  await put(client, BATCH * 4);
  const before = BATCH * 4;
  let began = performance.now();
  await put(client, records);
  const putRate = rate(records, began);
  began = performance.now();
  for (let pass = 0; pass < PASSES; pass++) {
    const counts = await Promise.all(ids.map((id) => drain(client, id)));
    const got = counts.reduce((a, b) => a + b, 0);
    if (got !== records + before) throw new Error(`put ${records + before} records, got ${got}`);
  }
  return { put: putRate, get: rate(PASSES * (records + before), began) };
}

function rate(records: number, began: number): number {
  return (records * 1000) / (performance.now() - began);
}

async function shardIds(client: KinesisClient): Promise<string[]> {
  for (;;) {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
    const ids = StreamDescription?.Shards?.map((s) => s.ShardId ?? '') ?? [];
    if (StreamDescription?.StreamStatus === 'ACTIVE') return ids;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function put(client: KinesisClient, records: number): Promise<void> {
  const Data = Buffer.from(JSON.stringify({ order: 1 }).padEnd(RECORD_BYTES, '.'));
  let next = 0;
  const putter = async () => {
    while (next < records) {
      const first = next;
      next += BATCH;
      const Records = Array.from({ length: BATCH }, (_, i) => ({
        PartitionKey: `customer-${first + i}`,
        Data,
      }));
      const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName, Records }));
      if (FailedRecordCount) throw new Error(`${FailedRecordCount} records failed`);
    }
  };
  await Promise.all(Array.from({ length: PUTTERS }, putter));
}

/** Reads a shard to its tip. */
async function drain(client: KinesisClient, ShardId: string): Promise<number> {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  let count = 0;
  // kinesalite says 0 ms behind on every page, so only an empty page is the tip for both.
  for (let next = ShardIterator; next !== undefined; ) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: next, Limit: 2000 }));
    const read = page.Records?.length ?? 0;
    count += read;
    next = read > 0 ? page.NextShardIterator : undefined;
  }
  return count;
}
