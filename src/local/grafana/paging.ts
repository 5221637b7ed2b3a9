import { invalid } from './errors.js';

const defaultPage = 100;

/**
 * A page of a list by `maxResults` (1 to 100) and `nextToken`.
 * @throws AwsError ValidationException when either is not as the API takes it
 */
export function paged<T>(
  all: T[],
  input: { maxResults?: number; nextToken?: string },
): { items: T[]; nextToken?: string } {
  const size = input.maxResults ?? defaultPage;
  if (size < 1 || size > defaultPage) throw invalid('maxResults', 'maxResults must be from 1 to 100.');
  const start =
    input.nextToken === undefined ? 0 : Number(Buffer.from(input.nextToken, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw invalid('nextToken', 'The nextToken is not valid.');
  const items = all.slice(start, start + size);
  const next = start + size;
  return next < all.length
    ? { items, nextToken: Buffer.from(String(next)).toString('base64url') }
    : { items };
}
