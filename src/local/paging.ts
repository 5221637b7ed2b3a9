import type { AwsError } from './protocol/errors.js';

/**
 * One page of a list whose token is an offset. Base 64 of digits, which every service's token pattern takes.
 * @param size the greatest number of items on the page
 * @param invalid makes the service's own error for a token that isn't ours
 */
export function pageOf<T>(
  items: readonly T[],
  { size, token }: { size: number; token: string | undefined },
  invalid: () => AwsError,
): { items: T[]; next: string | undefined } {
  const from = token ? Number(Buffer.from(token, 'base64').toString('latin1') || Number.NaN) : 0;
  if (!Number.isInteger(from) || from < 0) throw invalid();
  const to = from + size;
  return {
    items: items.slice(from, to),
    next: to < items.length ? Buffer.from(String(to)).toString('base64') : undefined,
  };
}
