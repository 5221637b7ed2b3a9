import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis';
import { isPermanent } from './stream-writer.js';

/** Reads a stream's open shards from a moment on. */
export class StreamReader {
  /** Iterator by shard; undefined until the shards are listed. */
  private iterators: Map<string, string> | undefined;
  /** epoch ms from which the next listing reads: what is read again is known already. */
  private since: number;

  constructor(
    private readonly client: Pick<KinesisClient, 'send'>,
    private readonly stream: string,
    since: number,
  ) {
    this.since = since;
  }

  /**
   * One read of each open shard.
   * @param now epoch ms
   * @returns whether more is waiting
   * @throws the client's error when the stream can't be read (no such stream, no permission)
   */
  async read(now: number, take: (data: Uint8Array) => void): Promise<boolean> {
    try {
      this.iterators ??= await this.open();
      const behind = await Promise.all(
        [...this.iterators].map(([shard, iterator]) => this.readShard(shard, iterator, take)),
      );
      if (this.iterators && !behind.includes(true)) this.since = now - 1_000;
      return behind.includes(true);
    } catch (error) {
      if ((error as Error).name === 'ExpiredIteratorException') this.iterators = undefined;
      else if (isPermanent(error)) throw error;
      return true;
    }
  }

  private async readShard(
    shard: string,
    iterator: string,
    take: (data: Uint8Array) => void,
  ): Promise<boolean> {
    const reply = await this.client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 1_000 }));
    for (const { Data } of reply.Records ?? []) if (Data) take(Data);
    if (reply.NextShardIterator) this.iterators?.set(shard, reply.NextShardIterator);
    // The shard was split or merged and is read to its end: look for its children.
    else this.iterators = undefined;
    return (reply.MillisBehindLatest ?? 0) > 0;
  }

  private async open(): Promise<Map<string, string>> {
    const shards: Shard[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListShardsCommand(NextToken ? { NextToken } : { StreamName: this.stream }),
      );
      shards.push(...(page.Shards ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    const open = shards.filter((shard) => shard.SequenceNumberRange?.EndingSequenceNumber === undefined);
    const iterators = await Promise.all(
      open.map(async ({ ShardId }) => {
        const { ShardIterator } = await this.client.send(
          new GetShardIteratorCommand({
            StreamName: this.stream,
            ShardId,
            ShardIteratorType: 'AT_TIMESTAMP',
            Timestamp: new Date(this.since),
          }),
        );
        return [ShardId ?? '', ShardIterator ?? ''] as const;
      }),
    );
    return new Map(iterators);
  }
}
