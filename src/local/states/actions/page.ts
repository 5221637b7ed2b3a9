import { AwsError } from '../../protocol/errors.js';

/**
 * One page of a list; the token is the next item's place, and is only good for the list it came from.
 * @throws AwsError InvalidToken
 */
export function pageOf<T>(
  all: T[],
  input: { maxResults?: number; nextToken?: string },
  most: { default: number; highest: number },
): { items: T[]; nextToken: string | undefined } {
  const start = input.nextToken === undefined ? 0 : startOf(input.nextToken);
  if ((input.maxResults ?? 0) > most.highest) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${input.maxResults}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to ${most.highest}`,
    );
  }
  const end = start + (input.maxResults || most.default);
  return { items: all.slice(start, end), nextToken: end < all.length ? tokenOf(end) : undefined };
}

function tokenOf(place: number): string {
  return Buffer.from(JSON.stringify({ place })).toString('base64');
}

function startOf(token: string): number {
  if (token.length > 1024) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${token}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 1024`,
    );
  }
  try {
    const { place } = JSON.parse(Buffer.from(token, 'base64').toString()) as { place: number };
    if (Number.isSafeInteger(place) && place >= 0) return place;
  } catch {
    // Falls through to the same answer as a token of another shape.
  }
  throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}
