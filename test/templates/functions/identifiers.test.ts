import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigintNumbers, intNumbers, numbersOf } from '../../../templates/functions/identifiers.js';

const minute = Date.UTC(2026, 10, 23, 10, 5);
const spaces = [
  { space: intNumbers, atMost: 38, largest: 2 ** 31 - 1 },
  { space: bigintNumbers, atMost: 601, largest: Number.MAX_SAFE_INTEGER },
];

describe('ids', () => {
  it('fit the column’s type, whenever they are made', () => {
    for (const { space, atMost, largest } of spaces) {
      fc.assert(
        fc.property(
          fc.integer({ min: Date.UTC(2026, 0, 2), max: Date.UTC(2042, 0, 1) }),
          fc.uuid(),
          (start, requestId) => {
            const next = numbersOf(space, { start, requestId, atMost });
            for (let taken = 0; taken < atMost; taken++) {
              const id = next();
              expect(Number.isSafeInteger(id) && id >= 0 && id <= largest).toBe(true);
            }
          },
        ),
        { numRuns: 50 },
      );
    }
  });

  it('are unique over an hour of invocations', () => {
    for (const { space, atMost } of spaces) {
      const seen = new Set<number>();
      for (let invocation = 0; invocation < 60; invocation++) {
        const start = minute + invocation * 60_000 + Math.floor(Math.random() * 60_000);
        const next = numbersOf(space, { start, requestId: randomUUID(), atMost });
        for (let taken = 0; taken < atMost; taken++) seen.add(next());
      }
      expect(seen.size).toBe(60 * atMost);
    }
  });

  it('of two invocations of one minute are all different, unless both draw the same lane', () => {
    for (const { space, atMost } of spaces) {
      const lanes = new Set<number>();
      const all = new Set<number>();
      for (let twin = 0; twin < 20; twin++) {
        const next = numbersOf(space, { start: minute + twin, requestId: `request ${twin}`, atMost });
        const ids = Array.from({ length: atMost }, next);
        lanes.add(ids[0] ?? -1);
        for (const id of ids) all.add(id);
      }
      expect(lanes.size).toBeGreaterThan(15);
      expect(all.size).toBe(lanes.size * atMost);
    }
  });

  it('run out loudly', () => {
    const next = numbersOf(intNumbers, { start: minute, requestId: 'x', atMost: 1 });
    next();
    expect(next).toThrow('more than 1 ids in one invocation');
    expect(() => numbersOf(intNumbers, { start: minute, requestId: 'x', atMost: 6_001 })).toThrow(
      'there are only 6000',
    );
  });
});
