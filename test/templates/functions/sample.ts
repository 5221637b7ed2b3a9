import { nationalVolume } from '../../../templates/functions/calendar.js';
import { CustomerDirectory } from '../../../templates/functions/customer-directory.js';
import { type Customer, newCustomer } from '../../../templates/functions/customers.js';
import { newOrder, type Order } from '../../../templates/functions/orders.js';
import { seeded } from '../../../templates/functions/random.js';

/** A Monday, 00:00 UTC, in southern spring: daylight saving in the south-east only. */
export const monday = Date.UTC(2026, 10, 16);
export const week = 7 * 24 * 3_600_000;

/** 10,000 customers. */
export function manyCustomers(): Customer[] {
  const random = seeded(7);
  return Array.from({ length: 10_000 }, (_, id) => newCustomer(random, id, monday));
}

/** 10,000 orders of those customers in one week, at the moments at which a producer would send them. */
export function manyOrders(customers: Customer[]): { order: Order; time: number }[] {
  const random = seeded(11);
  const directory = new CustomerDirectory();
  for (const customer of customers) directory.add(Buffer.from(JSON.stringify(customer)), random);
  const orders: { order: Order; time: number }[] = [];
  while (orders.length < 10_000) {
    const time = monday + random() * week;
    const sender = directory.draw(random, time);
    if (sender && random() * 2 < nationalVolume(time)) {
      orders.push({ order: newOrder(random, orders.length, sender, time), time });
    }
  }
  return orders;
}

export function countBy<T>(items: readonly T[], key: (item: T) => string | number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(String(key(item)), (counts.get(String(key(item))) ?? 0) + 1);
  return counts;
}

/** How far counts are from what was expected: the mean of this is its degrees of freedom, if the expectation holds. */
export function chiSquare(pairs: readonly { seen: number; expected: number }[]): number {
  return pairs.reduce((sum, { seen, expected }) => sum + (seen - expected) ** 2 / expected, 0);
}
