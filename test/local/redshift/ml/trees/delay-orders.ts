import { newCustomer } from '../../../../../templates/functions/customers.js';
import { type DelayFeatures, delayOdds } from '../../../../../templates/functions/delay-law.js';
import { newOrder } from '../../../../../templates/functions/orders.js';
import { seeded } from '../../../../../templates/functions/random.js';

const outcomes = ['LOW', 'MEDIUM', 'HIGH'];

/** Orders of 90 days as the workshop's model sees them: rows of features, and 0 LOW, 1 MEDIUM, 2 HIGH. */
export function delayOrders(count: number, seed: number) {
  const random = seeded(seed);
  const end = Date.UTC(2026, 10, 23);
  const customers = Array.from({ length: 500 }, (_, id) => newCustomer(random, id, end));
  const rows: DelayFeatures[] = [];
  const labels = new Float64Array(count);
  for (let id = 0; id < count; id++) {
    const customer = customers[id % customers.length] as (typeof customers)[number];
    const order = newOrder(random, id, customer, end - random() * 90 * 86_400_000);
    rows.push({
      hour: Number(order.timestamp.slice(11, 13)),
      dayOfWeek: new Date(order.timestamp.slice(0, 10)).getUTCDay(),
      daysToDeliver: order.days_to_deliver,
      distance: order.delivery_distance,
    });
    labels[id] = outcomes.indexOf(order.delay_probability);
  }
  const column = (name: keyof DelayFeatures) => Float64Array.from(rows, (row) => row[name]);
  const features = [
    { name: 'hour_of_day', values: column('hour') },
    { name: 'day_of_week', values: column('dayOfWeek') },
    { name: 'days_to_deliver', values: column('daysToDeliver') },
    { name: 'delivery_distance', values: column('distance') },
  ];
  return { rows, set: { features, labels } };
}

/** The share that nobody can beat who knows the law but not its noise. */
export function bestAccuracy(rows: DelayFeatures[]): number {
  return rows.reduce((sum, row) => sum + Math.max(...Object.values(delayOdds(row))), 0) / rows.length;
}
