import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { World } from './invocation.js';

/** PutRecords takes at most 500 records. */
const BATCH = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** What became of the records given to a writer. */
export interface Tally {
  sent: number;
  /** Retries of single records that a shard refused. */
  retried: number;
  /** Given up: refused until the last moment, or sent with no answer, so that sending again might send twice. */
  lost: number;
}

/**
 * Writes to one stream, each record once at most. What Kinesis says it refused is sent again, by itself, after a
 * growing pause; what may have arrived although no answer came is never sent again. The client must not retry by
 * itself (`maxAttempts: 1`), because it would repeat whole batches after a lost answer.
 */
export class StreamWriter {
  readonly tally: Tally = { sent: 0, retried: 0, lost: 0 };

  constructor(
    private readonly client: Pick<KinesisClient, 'send'>,
    private readonly stream: string,
    private readonly world: World,
    /** epoch ms: nothing is tried again later than this */
    private readonly until: number,
  ) {}

  /** @throws the client's error when the stream can't be written at all (no such stream, no permission) */
  async write(records: readonly object[], keyOf: (index: number) => string): Promise<void> {
    const entries = records.map((record, index) => ({
      Data: Buffer.from(JSON.stringify(record)),
      PartitionKey: keyOf(index),
    }));
    for (let at = 0; at < entries.length; at += BATCH) await this.batch(entries.slice(at, at + BATCH));
  }

  private async batch(entries: { Data: Uint8Array; PartitionKey: string }[]): Promise<void> {
    let left = entries;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const refused = await this.put(left);
      if (refused.length === 0) return;
      left = refused;
      const wait = pause * (0.5 + this.world.random() / 2);
      if (this.world.now() + wait >= this.until) break;
      await this.world.sleep(wait);
      this.tally.retried += left.length;
    }
    this.tally.lost += left.length;
  }

  /** Answers the entries that Kinesis refused. */
  private async put<T extends { Data: Uint8Array; PartitionKey: string }>(entries: T[]): Promise<T[]> {
    try {
      const reply = await this.client.send(
        new PutRecordsCommand({ StreamName: this.stream, Records: entries }),
      );
      const refused = entries.filter((_, index) => reply.Records?.[index]?.ErrorCode !== undefined);
      this.tally.sent += entries.length - refused.length;
      return refused;
    } catch (error) {
      if (wasRefused(error)) return entries;
      if (isPermanent(error)) throw error;
      // No answer, or a server's error: they may have arrived.
      this.tally.lost += entries.length;
      return [];
    }
  }
}

const throttling = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'KMSThrottlingException',
  'ThrottlingException',
]);

/** Nothing of the call was taken, and it may be repeated. */
function wasRefused(error: unknown): boolean {
  const { name, code } = error as { name?: string; code?: string };
  return throttling.has(name ?? '') || code === 'ECONNREFUSED';
}

/** The call will never do: no such stream, no permission. */
export function isPermanent(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && !wasRefused(error);
}
