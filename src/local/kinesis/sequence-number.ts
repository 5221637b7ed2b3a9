/**
 * Sequence numbers in the layout of AWS's: 186 bits, so always 56 decimal digits. From the highest bit: the constant
 * 2, the shard's epoch (36 bits, seconds), 4 bits of the shard's index, the record's index in its shard (64), 8 zero
 * bits, the arrival's second (36), the shard's index (32), the version 2 (4). The record's index stands before the
 * time, so numbers grow within a shard even when the clock steps back.
 */
const INDEX_SHIFT = 80n;
const SECONDS_SHIFT = 36n;
const EPOCH_SHIFT = 148n;
const CLOSED_INDEX = 0x7fff_ffff_ffff_ffffn;
const mask = (bits: bigint): bigint => (1n << bits) - 1n;

export interface SequencePosition {
  /** Seconds; distinguishes shards of the same name in streams made one after another. */
  epochSeconds: number;
  shardIndex: number;
  /** 0 is the shard's start, the first record is 1; a closed shard's end is beyond every record. */
  recordIndex: number;
}

/** Writes the sequence numbers of one shard. */
export class SequenceNumbers {
  readonly #shard: bigint;
  #second = -1;
  #secondBits = 0n;

  constructor(epochSeconds: number, shardIndex: number) {
    this.#shard =
      (2n << 184n) |
      (BigInt(epochSeconds) << EPOCH_SHIFT) |
      (BigInt(shardIndex & 15) << 144n) |
      (BigInt(shardIndex) << 4n) |
      2n;
  }

  /** @param atMs epoch ms of the record's arrival */
  of(recordIndex: number, atMs: number): string {
    const second = Math.max(0, Math.floor(atMs / 1000));
    if (second !== this.#second) {
      this.#second = second;
      this.#secondBits = BigInt(second) << SECONDS_SHIFT;
    }
    return (this.#shard | (BigInt(recordIndex) << INDEX_SHIFT) | this.#secondBits).toString();
  }

  /** The shard's StartingSequenceNumber, before its first record. */
  start(): string {
    return this.#shard.toString();
  }

  /** The EndingSequenceNumber of a shard closed at that time, after its last record. */
  end(closedAtMs: number): string {
    const second = BigInt(Math.max(0, Math.floor(closedAtMs / 1000)));
    return (this.#shard | (CLOSED_INDEX << INDEX_SHIFT) | (second << SECONDS_SHIFT)).toString();
  }
}

/** Undefined when the text is not a sequence number of this layout. */
export function parseSequenceNumber(text: string): SequencePosition | undefined {
  if (!/^[1-9]\d{55}$/.test(text)) return undefined;
  const bits = BigInt(text);
  if (bits >> 184n !== 2n || (bits & 15n) !== 2n || ((bits >> 72n) & 255n) !== 0n) return undefined;
  const shardIndex = (bits >> 4n) & mask(32n);
  if (((bits >> 144n) & 15n) !== (shardIndex & 15n)) return undefined;
  return {
    epochSeconds: Number((bits >> EPOCH_SHIFT) & mask(36n)),
    shardIndex: Number(shardIndex),
    recordIndex: Number((bits >> INDEX_SHIFT) & mask(64n)),
  };
}
