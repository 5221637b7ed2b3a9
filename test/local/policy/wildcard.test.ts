import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesArn, matchesWildcard } from '../../../src/local/policy/wildcard.js';

/** The same question asked of a regular expression. */
function byRegExp(pattern: string, text: string): boolean {
  const source = [...pattern]
    .map((character) =>
      character === '*' ? '.*' : character === '?' ? '.' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
    )
    .join('');
  return new RegExp(`^(?:${source})$`, 'su').test(text);
}

const letters = fc
  .array(fc.constantFrom('a', 'b', ':', '*', '?'), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('the wildcard matcher', () => {
  it('agrees with a regular expression', () => {
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(byRegExp(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('matches every text with the text itself once parts of it became stars', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), (text, a, b) => {
        const plain = text.replace(/[*?]/g, '_');
        const from = Math.min(a, b) % (plain.length + 1);
        const to = Math.max(from, Math.max(a, b) % (plain.length + 1));
        expect(matchesWildcard(`${plain.slice(0, from)}*${plain.slice(to)}`, plain)).toBe(true);
      }),
    );
  });

  it('does not take forever on many stars', () => {
    expect(matchesWildcard('*a'.repeat(200), 'b'.repeat(20_000))).toBe(false);
  });

  it('compares ARNs part by part', () => {
    expect(matchesArn('arn:aws:s3:::*', 'arn:aws:s3:::bucket/key:with:colons')).toBe(true);
    expect(matchesArn('arn:aws:*:b', 'arn:aws:s3:::b')).toBe(false);
    expect(matchesArn('*', 'arn:aws:s3:::b')).toBe(true);
  });
});
