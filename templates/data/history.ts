import { nationalVolume } from '../functions/calendar.js';
import { CustomerDirectory } from '../functions/customer-directory.js';
import { newCustomer } from '../functions/customers.js';
import { intNumbers } from '../functions/identifiers.js';
import { newOrder, type Order } from '../functions/orders.js';
import { type Random, seeded } from '../functions/random.js';

export const HISTORY_SIZE = 20_000;
export const HISTORY_DAYS = 90;

/** Customers who sent what is in the history. */
const SENDERS = 2_000;

/** The first number that the live producers never give to a customer: what is left above their last whole minute. */
const FIRST_SENDER = Math.floor(intNumbers.largest / intNumbers.perMinute) * intNumbers.perMinute;

/** A row of the table consignment_history, its members in the order of the columns. */
export interface HistoricalConsignment {
  /** From 1 on: live consignments begin at a milliard, the second minute of 2026. */
  consignmentid: number;
  order_timestamp: string;
  origin_state: Order['origin_state'];
  delivery_state: Order['delivery_state'];
  days_to_deliver: number;
  delivery_distance: number;
  userid: number;
  revenue: number;
  cost: number;
  delay_probability: Order['delay_probability'];
}

/**
 * Consignments of the 90 days before `until`, oldest first: sent at the hours and from the states that live orders
 * come from, and made by the very code of the live producer, so that their delays obey the same law.
 * @param seed the same seed, count and moment give the same rows, on every machine
 * @param until epoch ms: all were sent before it
 */
export function* consignmentHistory(
  seed: number,
  count = HISTORY_SIZE,
  until = historyUntil(Date.now()),
): Generator<HistoricalConsignment> {
  const random = seeded(seed);
  const from = until - HISTORY_DAYS * 24 * HOUR;
  const directory = new CustomerDirectory();
  for (let made = 0; made < SENDERS; made++) {
    const customer = newCustomer(random, FIRST_SENDER + made, from);
    directory.add(Buffer.from(JSON.stringify(customer)), random);
  }
  let consignmentid = 0;
  for (const time of moments(random, count, from)) {
    const sender = directory.draw(random, time);
    if (!sender) throw new Error('no state has a customer');
    const order = newOrder(random, ++consignmentid, sender, time);
    yield {
      consignmentid,
      order_timestamp: order.timestamp,
      origin_state: order.origin_state,
      delivery_state: order.delivery_state,
      days_to_deliver: order.days_to_deliver,
      delivery_distance: order.delivery_distance,
      userid: order.userid,
      revenue: order.revenue,
      cost: order.cost,
      delay_probability: order.delay_probability,
    };
  }
}

/**
 * Where the history of a workshop that is set up now ends: at midnight UTC, when the day of setup began. So it is
 * over before the first live order, in every state's clock, and a second setup of the same day makes the same bytes.
 * @param now epoch ms
 */
export function historyUntil(now: number): number {
  return Math.floor(now / (24 * HOUR)) * 24 * HOUR;
}

const HOUR = 3_600_000;
/** South Australia's and the Northern Territory's hours begin at half past ours: within half an hour no clock strikes. */
const SLOT = HOUR / 2;

/** Moments at which consignments were sent, in order: as many in each half-hour as the country is busy in it. */
function moments(random: Random, count: number, from: number): number[] {
  const slots = (HISTORY_DAYS * 24 * HOUR) / SLOT;
  const upTo = new Float64Array(slots);
  let sum = 0;
  for (let slot = 0; slot < slots; slot++) {
    sum += nationalVolume(from + slot * SLOT);
    upTo[slot] = sum;
  }
  return Array.from({ length: count }, () => {
    const wanted = random() * sum;
    const slot = firstAbove(upTo, wanted);
    return from + Math.floor((slot + random()) * SLOT);
  }).sort((a, b) => a - b);
}

/** The first place of an ascending list that holds more than this, by halving. */
function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
