import { invalidValue } from './invalid.js';

/** One page of a list by `MaxRecords` (20–100, default 100) and `Marker` (the next index, opaque to the client). */
export function page<T>(
  all: readonly T[],
  input: { MaxRecords?: number; Marker?: string },
): { items: T[]; marker?: string } {
  const size = input.MaxRecords ?? 100;
  if (size < 20 || size > 100)
    throw invalidValue(`Invalid value ${size} for MaxRecords: it must be between 20 and 100.`);
  const from = input.Marker ? Number(input.Marker) : 0;
  if (!Number.isInteger(from) || from < 0) throw invalidValue('Invalid Marker.');
  const items = all.slice(from, from + size);
  return from + size < all.length ? { items, marker: String(from + size) } : { items };
}
