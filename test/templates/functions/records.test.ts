import { describe, expect, it } from 'vitest';
import { hourlyVolume, localTime } from '../../../templates/functions/calendar.js';
import { greatCircle, places } from '../../../templates/functions/places.js';
import { population, states } from '../../../templates/functions/states.js';
import { chiSquare, countBy, manyCustomers, manyOrders, monday } from './sample.js';

const customers = manyCustomers();
const byId = new Map(customers.map((customer) => [customer.userid, customer]));
const sent = manyOrders(customers);
const orders = sent.map(({ order }) => order);
const everyone = states.reduce((sum, state) => sum + population[state], 0);

/** Where a record's address is: its last words name a place of the table. */
function placeOf(address: string) {
  const [, suburb, state, postcode] = /, ([^,]+) ([A-Z]{2,3}) (\d{4})$/.exec(address) ?? [];
  return Object.values(places)
    .flat()
    .find((place) => place.suburb === suburb && place.state === state && place.postcode === postcode);
}

describe('the places', () => {
  const box = { south: -44, north: -9, west: 112, east: 154 };
  const postcodes: Record<string, RegExp> = {
    ACT: /^26|^29/,
    NSW: /^2/,
    NT: /^08/,
    QLD: /^4/,
    SA: /^5/,
    TAS: /^7/,
    VIC: /^3/,
    WA: /^6/,
  };

  it('are in Australia, with postcodes of their states, each once', () => {
    const all = Object.values(places).flat();
    for (const place of all) {
      expect(place.latitude).toBeGreaterThan(box.south);
      expect(place.latitude).toBeLessThan(box.north);
      expect(place.longitude).toBeGreaterThan(box.west);
      expect(place.longitude).toBeLessThan(box.east);
      expect(place.postcode, place.suburb).toMatch(postcodes[place.state] ?? /never/);
      expect(place.weight).toBeGreaterThan(0);
    }
    expect(countBy(all, ({ suburb, state }) => `${suburb} ${state}`).size).toBe(all.length);
  });

  it('are as far apart as an atlas says', () => {
    const find = (suburb: string) =>
      Object.values(places)
        .flat()
        .find((place) => place.suburb === suburb);
    const between = (from: string, to: string) => {
      const [one, other] = [find(from), find(to)];
      return one && other ? greatCircle(one, other) : Number.NaN;
    };
    expect(between('Sydney', 'Melbourne')).toBeCloseTo(713, -1.2);
    expect(between('Sydney', 'Perth')).toBeCloseTo(3290, -1.7);
    expect(between('Darwin City', 'Hobart')).toBeCloseTo(3734, -1.7);
    expect(between('Adelaide', 'Adelaide')).toBe(0);
  });
});

describe('10,000 customers', () => {
  it('live where Australians live', () => {
    const seen = countBy(customers, ({ state }) => state);
    const pairs = states.map((state) => ({
      seen: seen.get(state) ?? 0,
      expected: (customers.length * population[state]) / everyone,
    }));
    // 7 degrees of freedom: above 24.3 only once in a thousand samples.
    expect(chiSquare(pairs)).toBeLessThan(24.3);
  });

  it('have the seed’s keys, an address of their state, and are grown up', () => {
    for (const customer of customers) {
      const place = placeOf(customer.address);
      expect(place).toMatchObject({
        state: customer.state,
        suburb: customer.suburb,
        latitude: customer.latitude,
        longitude: customer.longitude,
      });
      expect(customer.address.length).toBeLessThanOrEqual(100);
      expect(customer.name).toMatch(/^\S+ \S+$/);
      expect(customer.mail).toMatch(/^[a-z0-9.]+@example\.(com|net|org)\.au$/);
      const age = (monday - Date.parse(customer.birthdate)) / (365.25 * 86_400_000);
      expect(age).toBeGreaterThan(18);
      expect(age).toBeLessThan(81);
    }
  });
});

describe('10,000 orders', () => {
  it('are a known customer’s, all of them, and start at that customer’s door', () => {
    for (const order of orders) {
      const customer = byId.get(order.userid);
      expect(order.origin_address).toBe(customer?.address);
      expect(order.origin_state).toBe(customer?.state);
    }
  });

  it('have exactly the keys that the view reads, in the types of its columns', () => {
    for (const order of orders) {
      expect(Object.keys(order).sort()).toEqual([
        'consignmentid',
        'cost',
        'days_to_deliver',
        'delay_probability',
        'delivery_address',
        'delivery_distance',
        'delivery_state',
        'origin_address',
        'origin_state',
        'revenue',
        'timestamp',
        'userid',
      ]);
      expect(order.timestamp.length).toBeLessThanOrEqual(50);
      expect(order.delivery_address.length).toBeLessThanOrEqual(100);
      expect(order.delivery_state.length).toBeLessThanOrEqual(50);
      expect(order.delay_probability).toMatch(/^(LOW|MEDIUM|HIGH)$/);
      expect(Number.isInteger(order.days_to_deliver)).toBe(true);
    }
  });

  it('go the great circle between the two addresses’ places', () => {
    for (const order of orders) {
      const [from, to] = [placeOf(order.origin_address), placeOf(order.delivery_address)];
      expect(to?.state).toBe(order.delivery_state);
      expect(from && to && greatCircle(from, to)).toBe(order.delivery_distance);
    }
  });

  it('go anywhere, wherever they come from', () => {
    const from = countBy(orders, (order) => order.origin_state);
    const to = countBy(orders, (order) => order.delivery_state);
    const routes = countBy(orders, (order) => `${order.origin_state} ${order.delivery_state}`);
    const pairs = states.flatMap((origin) =>
      states.map((destination) => ({
        seen: routes.get(`${origin} ${destination}`) ?? 0,
        expected: ((from.get(origin) ?? 0) * (to.get(destination) ?? 0)) / orders.length,
      })),
    );
    // 49 degrees of freedom: above 85.4 only once in a thousand samples; small expectations spread a little wider.
    expect(chiSquare(pairs.filter(({ expected }) => expected >= 5))).toBeLessThan(85.4);
    const share = states.map((state) => ({
      seen: to.get(state) ?? 0,
      expected: (orders.length * population[state]) / everyone,
    }));
    expect(chiSquare(share)).toBeLessThan(24.3);
  });

  it('come at the hours of their own state’s clock, and by its people', () => {
    const hours = countBy(sent, ({ order, time }) => localTime(order.origin_state, time).hour);
    const meanHours = Array.from({ length: 24 }, (_, hour) => ({
      seen: hours.get(String(hour)) ?? 0,
      expected: (orders.length * hourlyVolume(hour)) / 24,
    }));
    // 23 degrees of freedom.
    expect(chiSquare(meanHours)).toBeLessThan(49.7);
    for (const state of ['NSW', 'WA'] as const) {
      const own = sent.filter(({ order }) => order.origin_state === state);
      const noon = own.filter(({ time }) => localTime(state, time).hour === 9).length;
      const night = own.filter(({ time }) => localTime(state, time).hour === 3).length;
      expect(noon).toBeGreaterThan(3 * night);
    }
    const from = countBy(orders, (order) => order.origin_state);
    const share = states.map((state) => ({
      seen: from.get(state) ?? 0,
      expected: (orders.length * population[state]) / everyone,
    }));
    expect(chiSquare(share)).toBeLessThan(24.3);
  });

  it('say when they were sent, on that clock', () => {
    for (const { order, time } of sent) {
      expect(Date.parse(order.timestamp)).toBe(Math.floor(time));
      expect(Number(order.timestamp.slice(11, 13))).toBe(localTime(order.origin_state, time).hour);
    }
    expect(localTime('NSW', Date.UTC(2026, 0, 1)).text).toBe('2026-01-01T11:00:00.000+11:00');
    expect(localTime('NSW', Date.UTC(2026, 6, 1)).text).toBe('2026-07-01T10:00:00.000+10:00');
    expect(localTime('SA', Date.UTC(2026, 6, 1)).text).toBe('2026-07-01T09:30:00.000+09:30');
    expect(localTime('WA', Date.UTC(2026, 0, 1)).text).toBe('2026-01-01T08:00:00.000+08:00');
  });

  it('earn more than they cost, most of them, and take longer the farther they go', () => {
    const sum = (of: (order: (typeof orders)[number]) => number) =>
      orders.reduce((total, order) => total + of(order), 0);
    const margin = 1 - sum(({ cost }) => cost) / sum(({ revenue }) => revenue);
    expect(margin).toBeGreaterThan(0.15);
    expect(margin).toBeLessThan(0.35);
    for (const { revenue, cost } of orders) {
      expect(revenue).toBeGreaterThan(10);
      expect(cost).toBeGreaterThan(0);
      expect(revenue).toBe(Math.round(revenue * 100) / 100);
    }
    expect(orders.filter(({ revenue, cost }) => cost > revenue).length).toBeLessThan(orders.length / 50);
    const days = (low: number, high: number) => {
      const those = orders.filter(
        (order) => order.delivery_distance >= low && order.delivery_distance < high,
      );
      return those.reduce((total, order) => total + order.days_to_deliver, 0) / those.length;
    };
    expect(days(0, 200)).toBeLessThan(days(200, 1000));
    expect(days(200, 1000)).toBeLessThan(days(1000, 2500));
    expect(days(1000, 2500)).toBeLessThan(days(2500, 6000));
    for (const order of orders) {
      expect(order.days_to_deliver).toBeGreaterThanOrEqual(1);
      expect(order.days_to_deliver).toBeLessThanOrEqual(10);
    }
  });
});
