import { randomUUID } from 'node:crypto';

/** Stands before an integer that JSON.stringify could not write; no value of a user's can hold it. */
const MARK = `integer:${randomUUID()}:`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

/** An integer of any size as `jsonText` will write it: JSON.stringify knows none beyond 2^53. */
export function exactInteger(value: bigint): string | number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : `${MARK}${value}`;
}

/** JSON of a value whose large integers stand as `exactInteger` left them: all their digits, without quotes. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return text?.includes(MARK) ? text.replace(MARKED, '$1') : text;
}
