import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkKeys } from '../../../src/local/s3/walk-keys.js';

const key = fc
  .array(fc.constantFrom('a', 'b', '/', 'é'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));
const sort = (keys: string[]) => keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('walking keys in pages', () => {
  it('gives every key and every common prefix once, in whatever pages', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(key),
        fc.constantFrom('', 'a', 'a/'),
        fc.constantFrom('', '/'),
        fc.integer({ min: 1, max: 5 }),
        (unsorted, prefix, delimiter, limit) => {
          const sorted = sort(unsorted);
          const whole = walkKeys(sorted, { prefix, delimiter, after: '', limit: 1000 });
          const keys: string[] = [];
          const prefixes: string[] = [];
          let after: string | undefined = '';
          while (after !== undefined) {
            const page = walkKeys(sorted, { prefix, delimiter, after, limit });
            expect(page.keys.length + page.prefixes.length).toBeLessThanOrEqual(limit);
            keys.push(...page.keys);
            prefixes.push(...page.prefixes);
            after = page.next;
          }
          expect({ keys, prefixes }).toEqual({ keys: whole.keys, prefixes: whole.prefixes });
          const inside = sorted.filter((name) => name.startsWith(prefix));
          const rolled = inside.filter((name) => delimiter && name.slice(prefix.length).includes(delimiter));
          expect(whole.keys).toEqual(inside.filter((name) => !rolled.includes(name)));
          expect(rolled.every((name) => whole.prefixes.some((common) => name.startsWith(common)))).toBe(true);
        },
      ),
    );
  });
});
