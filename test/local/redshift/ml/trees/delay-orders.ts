import { consignmentHistory } from '../../../../../templates/data/history.js';
import { type DelayFeatures, delayOdds } from '../../../../../templates/functions/delay-law.js';

const outcomes = ['LOW', 'MEDIUM', 'HIGH'];

/** The workshop's history as its model sees it: rows of features, and 0 LOW, 1 MEDIUM, 2 HIGH. */
export function delayOrders(count: number, seed: number) {
  const rows: DelayFeatures[] = [];
  const labels = new Float64Array(count);
  for (const consignment of consignmentHistory(seed, count, Date.UTC(2026, 10, 23))) {
    labels[rows.length] = outcomes.indexOf(consignment.delay_probability);
    rows.push({
      hour: Number(consignment.order_timestamp.slice(11, 13)),
      dayOfWeek: new Date(consignment.order_timestamp.slice(0, 10)).getUTCDay(),
      daysToDeliver: consignment.days_to_deliver,
      distance: consignment.delivery_distance,
    });
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
