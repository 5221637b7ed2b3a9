import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkshopError } from '../../src/errors.js';
import { loadSteps } from '../../src/sql/load.js';
import { editDistance, label, resolveStep, resolveSteps } from '../../src/sql/resolve.js';

const steps = loadSteps();

function refused(input: string): WorkshopError {
  try {
    resolveStep(steps, input);
  } catch (error) {
    if (error instanceof WorkshopError) return error;
  }
  throw new Error(`${input} was found`);
}

describe('finding a step', () => {
  it('takes its number, its name or its file', () => {
    for (const input of [
      '6',
      '06',
      'order-stream',
      'Order-Stream',
      '06-order-stream',
      '06-order-stream.sql',
    ]) {
      expect(label(resolveStep(steps, input))).toBe('06-order-stream');
    }
  });

  it.each([
    ['order-steam', 'order-stream'],
    ['cusotmers', 'customers'],
    ['rotues', ''],
    ['routes', 'busiest-routes'],
    ['06-oder-stream', 'order-stream'],
  ])('suggests the nearest names: %s', (input, near) => {
    const error = refused(input);
    expect(error).toMatchObject({ code: 'step-unknown', next: 'workshop sql list' });
    if (near) expect(error.why).toMatch(new RegExp(`^Did you mean ${near}\\b`));
    else expect(error.why).toBeUndefined();
  });

  it('does not guess where nothing is near', () => {
    expect(refused('99').why).toBeUndefined();
    expect(refused('').why).toBeUndefined();
  });

  it('keeps the workshop’s order, and each step once', () => {
    expect(resolveSteps(steps, ['orders', '3', 'refresh-customers']).map(({ number }) => number)).toEqual([
      3, 8,
    ]);
    expect(resolveSteps(steps, ['all'])).toEqual(steps);
  });
});

describe('edit distance', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 8 });

  it('is zero for the same, symmetric, and at most the longer length', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = editDistance(one, other);
        expect(distance === 0).toBe(one === other);
        expect(distance).toBe(editDistance(other, one));
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
      }),
    );
  });

  it('counts neighbours exchanged as one', () => {
    expect(editDistance('cusotmer', 'customer')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});
