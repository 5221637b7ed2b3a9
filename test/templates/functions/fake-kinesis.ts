import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { World } from '../../../templates/functions/invocation.js';
import { seeded } from '../../../templates/functions/random.js';

/** A clock that jumps to whatever is slept for, in the order of the alarms. */
export function jumpingWorld(start: number): World & { elapsed(): number } {
  let now = start;
  const alarms: { at: number; ring: () => void }[] = [];
  let ringing = false;
  const ringNext = async () => {
    ringing = true;
    while (alarms.length > 0) {
      // Whoever is at work gets as far as its next sleep before time goes on.
      await new Promise((resolve) => setImmediate(resolve));
      alarms.sort((one, other) => one.at - other.at);
      const next = alarms.shift();
      now = Math.max(now, next?.at ?? now);
      next?.ring();
    }
    ringing = false;
  };
  return {
    now: () => now,
    elapsed: () => now - start,
    random: seeded(5),
    sleep: (ms) =>
      new Promise((ring) => {
        alarms.push({ at: now + ms, ring });
        if (!ringing) void ringNext();
      }),
  };
}

export function lambdaContext(requestId = 'request', remaining = 60_000) {
  return { awsRequestId: requestId, getRemainingTimeInMillis: () => remaining };
}

export interface Put {
  at: number;
  stream: string;
  key: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the producer sent
  data: any;
}

/** What a PutRecords call is answered with: refused entries by index, or an error for the whole call. */
export type Fault = { refuse: (index: number) => boolean } | { error: object; after?: 'taken' } | undefined;

/** Streams in memory behind the SDK client's `send`. */
export function fakeKinesis(world: World, fault: (call: number) => Fault = () => undefined) {
  const records: Put[] = [];
  let puts = 0;
  let reads = 0;
  // biome-ignore lint/suspicious/noExplicitAny: one function for every command
  const send = async (command: any): Promise<any> => {
    const { input } = command;
    const action = command.constructor.name;
    switch (action) {
      case 'PutRecordsCommand': {
        const trouble = fault(puts++);
        if (trouble && 'error' in trouble && trouble.after !== 'taken') throw trouble.error;
        const refuse = trouble && 'refuse' in trouble ? trouble.refuse : () => false;
        // biome-ignore lint/suspicious/noExplicitAny: the command's own input
        const reply = input.Records.map((entry: any, index: number) => {
          if (refuse(index))
            return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow down' };
          const data = JSON.parse(Buffer.from(entry.Data).toString());
          records.push({ at: world.now(), stream: input.StreamName, key: entry.PartitionKey, data });
          return { SequenceNumber: String(records.length), ShardId: 'shardId-0' };
        });
        if (trouble && 'error' in trouble) throw trouble.error;
        return { Records: reply };
      }
      case 'ListShardsCommand':
        return { Shards: [{ ShardId: 'shardId-0', SequenceNumberRange: { StartingSequenceNumber: '0' } }] };
      case 'GetShardIteratorCommand': {
        const from = records.findIndex(({ at }) => at >= input.Timestamp.getTime());
        return { ShardIterator: `${input.StreamName}:${from < 0 ? records.length : from}` };
      }
      case 'GetRecordsCommand': {
        reads++;
        const [stream, from] = input.ShardIterator.split(':');
        const page = records.slice(Number(from)).filter((record) => record.stream === stream);
        return {
          Records: page.map(({ data }) => ({ Data: Buffer.from(JSON.stringify(data)) })),
          NextShardIterator: `${stream}:${records.length}`,
          MillisBehindLatest: 0,
        };
      }
      default:
        throw new Error(`${action} is not expected`);
    }
  };
  return {
    client: { send } as unknown as Pick<KinesisClient, 'send'>,
    records,
    calls: () => puts,
    reads: () => reads,
  };
}
