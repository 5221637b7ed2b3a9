import { hash } from 'node:crypto';

/**
 * Hash keys are 128-bit integers. Inside they are 32 lower-case hexadecimal digits, which compare as text as the
 * integers do; the API writes them in decimal.
 */
export type HashKey = string;

export const LOWEST: HashKey = '0'.repeat(32);
export const HIGHEST: HashKey = 'f'.repeat(32);
const SPACE = 1n << 128n;

/** The MD5 of the partition key's UTF-8 bytes, as AWS maps keys to shards. */
export function hashPartitionKey(partitionKey: string): HashKey {
  return hash('md5', partitionKey, 'hex');
}

/** Undefined when the number does not lie in [0, 2^128 - 1]. */
export function hashKeyOf(value: bigint): HashKey | undefined {
  return value >= 0n && value < SPACE ? value.toString(16).padStart(32, '0') : undefined;
}

export function numberOf(key: HashKey): bigint {
  return BigInt(`0x${key}`);
}

export function decimalOf(key: HashKey): string {
  return numberOf(key).toString();
}

export interface HashRange {
  start: HashKey;
  /** inclusive */
  end: HashKey;
}

/** The whole space in `count` ranges of the same width, the last one taking the rest, as AWS divides it. */
export function uniformRanges(count: number): HashRange[] {
  const width = SPACE / BigInt(count);
  return Array.from({ length: count }, (_, i) => ({
    start: hashKeyOf(width * BigInt(i)) ?? LOWEST,
    end: i === count - 1 ? HIGHEST : (hashKeyOf(width * BigInt(i + 1) - 1n) ?? HIGHEST),
  }));
}

/** The start of the upper half of a range. */
export function middleOf(range: HashRange): HashKey {
  return hashKeyOf((numberOf(range.start) + numberOf(range.end) + 1n) / 2n) ?? range.start;
}
