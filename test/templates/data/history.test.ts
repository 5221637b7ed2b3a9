import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATA_SEED, dataFiles } from '../../../templates/data/files.js';
import {
  consignmentHistory,
  HISTORY_DAYS,
  HISTORY_SIZE,
  historyUntil,
} from '../../../templates/data/history.js';
import { localTime, stateVolume } from '../../../templates/functions/calendar.js';
import { delayOdds } from '../../../templates/functions/delay-law.js';
import { bigintNumbers, intNumbers, numbersOf } from '../../../templates/functions/identifiers.js';
import { greatCircle, places } from '../../../templates/functions/places.js';
import { population, type State, states } from '../../../templates/functions/states.js';
import { chiSquare, countBy } from '../functions/sample.js';

/** A Tuesday; the clocks of the south-east went forward on 4 October, in the middle of the history. */
const setup = Date.UTC(2026, 10, 24, 3, 17, 5);
const until = Date.UTC(2026, 10, 24);
const from = until - HISTORY_DAYS * 86_400_000;
const rows = [...consignmentHistory(DATA_SEED, HISTORY_SIZE, until)];
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

describe('the history', () => {
  it('is the same to the byte for every setup of a day, on every machine', () => {
    expect(historyUntil(setup)).toBe(until);
    expect(historyUntil(setup + 20 * 3_600_000)).toBe(until);
    expect(historyUntil(setup + 21 * 3_600_000)).toBe(until + 86_400_000);
    expect(dataFiles(setup).map((file) => [file.key, file.rows, digest(file.body)])).toEqual([
      ['consignment_history/consignments.csv', 20_000, '83c5abeb3c58bed8'],
      ['fleet/fleet.csv', 220, '18abf4a41ee7f04b'],
    ]);
    const few = (seed: number, end: number) => [...consignmentHistory(seed, 5, end)];
    expect(few(1, until)).toEqual(few(1, until));
    expect(few(1, until)).not.toEqual(few(2, until));
    expect(few(1, until)).not.toEqual(few(1, until + 86_400_000));
  });

  it('has 20,000 rows, oldest first, of the 90 days before setup, each on its origin’s own clock', () => {
    expect(rows).toHaveLength(20_000);
    const times = rows.map(({ order_timestamp }) => Date.parse(order_timestamp));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times[0]).toBeGreaterThanOrEqual(from);
    expect(times.at(-1)).toBeLessThan(until);
    expect(rows.map(({ origin_state }, index) => localTime(origin_state, times[index] ?? 0).text)).toEqual(
      rows.map(({ order_timestamp }) => order_timestamp),
    );
  });

  it('fits its columns, and uses no id that a live producer ever gives', () => {
    const odd = rows.filter(
      (row, index) =>
        row.consignmentid !== index + 1 ||
        row.order_timestamp.length > 50 ||
        !(row.days_to_deliver >= 1 && row.days_to_deliver <= 10) ||
        row.userid > 2 ** 31 - 1 ||
        !(row.cost > 0 && row.revenue > 10) ||
        !/^(LOW|MEDIUM|HIGH)$/.test(row.delay_probability),
    );
    expect(odd).toEqual([]);
    const lowestUser = Math.min(...rows.map(({ userid }) => userid));
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1, 0, 1), max: Date.UTC(2042, 0, 1) }),
        fc.uuid(),
        (start, requestId) => {
          expect(numbersOf(bigintNumbers, { start, requestId, atMost: 600 })()).toBeGreaterThan(HISTORY_SIZE);
          const next = numbersOf(intNumbers, { start, requestId, atMost: 60 });
          expect(Math.max(...Array.from({ length: 60 }, next))).toBeLessThan(lowestUser);
        },
      ),
    );
    // The very last minute of the customers' numbers, to its last number.
    const last = Math.floor(intNumbers.largest / intNumbers.perMinute) - 1;
    const start = Date.UTC(2026, 0, 1) + last * 60_000;
    const next = numbersOf(intNumbers, { start, requestId: 'x', atMost: intNumbers.perMinute });
    expect(Math.max(...Array.from({ length: intNumbers.perMinute }, next))).toBe(lowestUser - 1);
  });

  it('comes from the states, at the hours and on the weekdays that live orders come', () => {
    const byHour = new Map<string, number>();
    const byDay = new Map<string, number>();
    let sum = 0;
    const add = (map: Map<string, number>, key: number, volume: number) =>
      map.set(String(key), (map.get(String(key)) ?? 0) + volume);
    for (let time = from; time < until; time += 1_800_000) {
      for (const state of states) {
        const volume = stateVolume(state, time);
        const { hour, dayOfWeek } = localTime(state, time);
        add(byHour, hour, volume);
        add(byDay, dayOfWeek, volume);
        sum += volume;
      }
    }
    const clocks = rows.map((row) => localTime(row.origin_state, Date.parse(row.order_timestamp)));
    const pairs = (seen: Map<string, number>, expected: Map<string, number>) =>
      [...expected].map(([key, volume]) => ({
        seen: seen.get(key) ?? 0,
        expected: (rows.length * volume) / sum,
      }));
    // 23, 6 and 7 degrees of freedom: above these only once in a thousand samples.
    expect(
      chiSquare(
        pairs(
          countBy(clocks, ({ hour }) => hour),
          byHour,
        ),
      ),
    ).toBeLessThan(49.7);
    expect(
      chiSquare(
        pairs(
          countBy(clocks, ({ dayOfWeek }) => dayOfWeek),
          byDay,
        ),
      ),
    ).toBeLessThan(22.5);
    const everyone = states.reduce((total, state) => total + population[state], 0);
    const people = new Map(
      states.map((state): [string, number] => [state, (population[state] / everyone) * sum]),
    );
    expect(
      chiSquare(
        pairs(
          countBy(rows, (row) => row.origin_state),
          people,
        ),
      ),
    ).toBeLessThan(24.3);
    expect(
      chiSquare(
        pairs(
          countBy(rows, (row) => row.delivery_state),
          people,
        ),
      ),
    ).toBeLessThan(24.3);
  });

  it('goes great circles between places of its states', () => {
    const routes = new Map<string, Set<number>>();
    const distances = (origin: State, delivery: State) => {
      const key = `${origin} ${delivery}`;
      const known =
        routes.get(key) ??
        new Set(places[origin].flatMap((one) => places[delivery].map((other) => greatCircle(one, other))));
      routes.set(key, known);
      return known;
    };
    const astray = rows.filter(
      (row) => !distances(row.origin_state, row.delivery_state).has(row.delivery_distance),
    );
    expect(astray).toEqual([]);
    expect(routes.size).toBeGreaterThan(55);
  });

  it('obeys the law of delay, and leaves a model something to learn and something it cannot know', () => {
    const outcomes = ['LOW', 'MEDIUM', 'HIGH'] as const;
    const odds = rows.map((row) => {
      const { hour, dayOfWeek } = localTime(row.origin_state, Date.parse(row.order_timestamp));
      return delayOdds({
        hour,
        dayOfWeek,
        daysToDeliver: row.days_to_deliver,
        distance: row.delivery_distance,
      });
    });
    const shares = countBy(rows, (row) => row.delay_probability);
    const pairs = outcomes.map((outcome) => ({
      seen: shares.get(outcome) ?? 0,
      expected: odds.reduce((total, each) => total + each[outcome], 0),
    }));
    // 2 degrees of freedom.
    expect(chiSquare(pairs)).toBeLessThan(13.8);
    const mean = (of: (index: number) => number) =>
      rows.reduce((total, _, index) => total + of(index), 0) / rows.length;
    const share = (outcome: string) => (shares.get(outcome) ?? 0) / rows.length;
    const best = mean((index) => Math.max(...outcomes.map((outcome) => odds[index]?.[outcome] ?? 0)));
    const reached = mean((index) => {
      const of = odds[index] ?? { LOW: 0, MEDIUM: 0, HIGH: 0 };
      const likeliest = outcomes.reduce((one, other) => (of[other] > of[one] ? other : one));
      return Number(likeliest === rows[index]?.delay_probability);
    });
    const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
    console.log(
      `history: ${outcomes.map((outcome) => `${outcome} ${percent(share(outcome))}`).join(', ')}; ` +
        `best accuracy that the law's noise allows ${percent(best)} (its likeliest outcome is right in ${percent(reached)} of these rows)`,
    );
    const majority = Math.max(...outcomes.map(share));
    expect(best - majority).toBeGreaterThan(0.2);
    expect(best).toBeLessThan(0.95);
    expect(Math.abs(best - reached)).toBeLessThan(0.01);
    for (const outcome of outcomes) expect(share(outcome)).toBeGreaterThan(0.15);
  });
});
