import { invalid } from './connect.js';

/** One page of a metadata list (MaxResults 0–1000, default 1000); the token is the next index. */
export function listPage<T>(
  all: T[],
  input: { MaxResults?: number; NextToken?: string },
): { items: T[]; next?: string } {
  const size = input.MaxResults || 1000;
  const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(from) || from < 0 || size > 1000) throw invalid('Invalid NextToken or MaxResults.');
  const items = all.slice(from, from + size);
  return from + size < all.length ? { items, next: String(from + size) } : { items };
}

/** Whether a name matches a LIKE pattern (`%`, `_`); everything does without one. */
export function matchesPattern(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}
