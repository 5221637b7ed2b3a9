const RECORDS_IN = 1000;
const BYTES_IN = 1024 * 1024;
const READS = 5;
const BYTES_OUT = 2 * 1024 * 1024;

/** Fills at a steady rate up to one second's worth. */
class Bucket {
  level: number;
  readonly rate: number;
  #filledAt = 0;

  constructor(rate: number) {
    this.rate = rate;
    this.level = rate;
  }

  fill(nowMs: number): void {
    // The clock may step back: then nothing is filled, and the new time counts from here on.
    const elapsed = Math.max(0, nowMs - this.#filledAt);
    this.#filledAt = nowMs;
    this.level = Math.min(this.rate, this.level + (this.rate * elapsed) / 1000);
  }
}

/**
 * What one shard takes in and gives out, as AWS limits it: 1,000 records and 1 MiB a second in (partition keys
 * counted), 5 GetRecords and 2 MiB a second out.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
export class ShardThroughput {
  readonly #records = new Bucket(RECORDS_IN);
  readonly #bytesIn = new Bucket(BYTES_IN);
  readonly #reads = new Bucket(READS);
  readonly #bytesOut = new Bucket(BYTES_OUT);
  #readBlockedUntil = 0;

  /** Takes one record in, or refuses it. A record above 1 MiB needs a rested shard, which then owes the rest. */
  admitRecord(bytes: number, nowMs: number): boolean {
    this.#records.fill(nowMs);
    this.#bytesIn.fill(nowMs);
    if (this.#records.level < 1 || this.#bytesIn.level < Math.min(bytes, BYTES_IN)) return false;
    this.#records.level -= 1;
    this.#bytesIn.level -= bytes;
    return true;
  }

  /** Lets one GetRecords begin, or refuses it. */
  admitRead(nowMs: number): boolean {
    this.#reads.fill(nowMs);
    this.#bytesOut.fill(nowMs);
    if (this.#reads.level < 1 || this.#bytesOut.level <= 0 || nowMs < this.#readBlockedUntil) return false;
    this.#reads.level -= 1;
    return true;
  }

  /** Counts what a GetRecords gave out. After 10 MiB the next is refused for 5 s, as AWS says. */
  countRead(bytes: number, nowMs: number): void {
    this.#bytesOut.level -= bytes;
    if (bytes > BYTES_OUT) this.#readBlockedUntil = nowMs + (bytes / BYTES_OUT) * 1000;
  }
}

/** How many shards carry a rate of writing. */
export function shardsFor(rate: { recordsPerSecond: number; bytesPerSecond: number }): number {
  return Math.ceil(Math.max(rate.recordsPerSecond / RECORDS_IN, rate.bytesPerSecond / BYTES_IN));
}
