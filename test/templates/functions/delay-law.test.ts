import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTime } from '../../../templates/functions/calendar.js';
import { type DelayFeatures, delayOdds, drawDelay } from '../../../templates/functions/delay-law.js';
import { seeded } from '../../../templates/functions/random.js';
import { chiSquare, countBy, manyCustomers, manyOrders } from './sample.js';

const outcomes = ['LOW', 'MEDIUM', 'HIGH'] as const;
const features = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  dayOfWeek: fc.integer({ min: 0, max: 6 }),
  daysToDeliver: fc.integer({ min: 1, max: 10 }),
  distance: fc.double({ min: 0, max: 4500, noNaN: true }),
});

describe('the law of delay', () => {
  it('has odds that sum to one', () => {
    fc.assert(
      fc.property(features, (of) => {
        const odds = delayOdds(of);
        for (const outcome of outcomes) expect(odds[outcome]).toBeGreaterThanOrEqual(0);
        expect(odds.LOW + odds.MEDIUM + odds.HIGH).toBeCloseTo(1, 10);
      }),
    );
  });

  it('makes a longer way no safer, and a longer promise no riskier', () => {
    fc.assert(
      fc.property(features, (of) => {
        expect(delayOdds({ ...of, distance: of.distance + 100 }).LOW).toBeLessThanOrEqual(delayOdds(of).LOW);
        expect(delayOdds({ ...of, daysToDeliver: of.daysToDeliver + 1 }).HIGH).toBeLessThanOrEqual(
          delayOdds(of).HIGH,
        );
      }),
    );
  });

  it('draws what its odds say', () => {
    const random = seeded(3);
    const cases: DelayFeatures[] = [
      { hour: 8, dayOfWeek: 2, daysToDeliver: 2, distance: 700 },
      { hour: 16, dayOfWeek: 5, daysToDeliver: 4, distance: 1600 },
      { hour: 2, dayOfWeek: 0, daysToDeliver: 5, distance: 1900 },
    ];
    for (const of of cases) {
      const drawn = countBy(
        Array.from({ length: 10_000 }, () => drawDelay(random, of)),
        (outcome) => outcome,
      );
      const pairs = outcomes.map((outcome) => ({
        seen: drawn.get(outcome) ?? 0,
        expected: 10_000 * delayOdds(of)[outcome],
      }));
      // 2 degrees of freedom.
      expect(chiSquare(pairs.filter(({ expected }) => expected > 5))).toBeLessThan(13.8);
    }
  });

  it('leaves a model something to learn, and something it cannot know', () => {
    const sent = manyOrders(manyCustomers());
    const shares = countBy(sent, ({ order }) => order.delay_probability);
    const majority = Math.max(...shares.values()) / sent.length;
    const best =
      sent.reduce((sum, { order, time }) => {
        const { hour, dayOfWeek } = localTime(order.origin_state, time);
        const odds = delayOdds({
          hour,
          dayOfWeek,
          daysToDeliver: order.days_to_deliver,
          distance: order.delivery_distance,
        });
        return sum + Math.max(odds.LOW, odds.MEDIUM, odds.HIGH);
      }, 0) / sent.length;
    console.log(
      `majority class ${(majority * 100).toFixed(1)} %, best that the noise allows ${(best * 100).toFixed(1)} %`,
    );
    expect(best - majority).toBeGreaterThan(0.2);
    expect(best).toBeLessThan(0.95);
    for (const outcome of outcomes) expect((shares.get(outcome) ?? 0) / sent.length).toBeGreaterThan(0.15);
  });
});
