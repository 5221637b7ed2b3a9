import { invalid } from '../errors.js';

/** One page of at most 100. The token names the next item's place. @throws AwsError ValidationException for a strange token. */
export function pageOf<T>(
  all: T[],
  input: { MaxResults?: number; NextToken?: string },
): { items: T[]; next: string | undefined } {
  const start = input.NextToken === undefined ? 0 : Number(Buffer.from(input.NextToken, 'base64').toString());
  if (!Number.isSafeInteger(start) || start < 0) throw invalid('Invalid NextToken.');
  const end = start + Math.min(Math.max(input.MaxResults ?? 100, 1), 100);
  return {
    items: all.slice(start, end),
    next: end < all.length ? Buffer.from(String(end)).toString('base64') : undefined,
  };
}
