import { localTime } from './calendar.js';
import { addressIn, type Customer } from './customers.js';
import { type DelayProbability, drawDelay } from './delay-law.js';
import { anyPlace, greatCircle } from './places.js';
import { normal, type Random } from './random.js';
import type { State } from './states.js';

/** A record of the order stream, as it is sent: the seed's keys. */
export interface Order {
  consignmentid: number;
  /** When it was sent, on the clock of its origin, e.g. `2026-11-23T10:05:12.345+11:00`. */
  timestamp: string;
  userid: number;
  origin_address: string;
  origin_state: State;
  delivery_address: string;
  delivery_state: State;
  days_to_deliver: number;
  /** Kilometres along the great circle between the two places. */
  delivery_distance: number;
  /** Australian dollars. */
  revenue: number;
  /** Australian dollars. */
  cost: number;
  delay_probability: DelayProbability;
}

/** What an order needs to know of its customer. */
export type Sender = Pick<Customer, 'userid' | 'address' | 'state' | 'latitude' | 'longitude'>;

const cents = (dollars: number) => Math.round(dollars * 100) / 100;

/** A consignment that a customer sends to anywhere in Australia. @param time epoch ms */
export function newOrder(random: Random, consignmentid: number, sender: Sender, time: number): Order {
  const to = anyPlace(random);
  const distance = greatCircle(sender, to);
  const sent = localTime(sender.state, time);
  const daysToDeliver = promise(random, distance, to.state);
  // A tenth of a dollar's worth of parcel or a pallet: weights differ more than distances do.
  const kilograms = Math.exp(normal(random, 1.5, 0.7));
  const express = daysToDeliver === 1 ? 12 : 0;
  const revenue = cents(
    14 + express + 0.012 * distance + 4.2 * kilograms + 0.0025 * distance * Math.min(kilograms, 20),
  );
  const cost = cents(revenue * Math.min(Math.max(normal(random, 0.76, 0.08), 0.5), 1.05));
  return {
    consignmentid,
    timestamp: sent.text,
    userid: sender.userid,
    origin_address: sender.address,
    origin_state: sender.state,
    delivery_address: addressIn(random, to),
    delivery_state: to.state,
    days_to_deliver: daysToDeliver,
    delivery_distance: distance,
    revenue,
    cost,
    delay_probability: drawDelay(random, {
      hour: sent.hour,
      dayOfWeek: sent.dayOfWeek,
      daysToDeliver,
      distance,
    }),
  };
}

/** Days promised: one in town, a day more each 600 km or so, more across Bass Strait and to the north; some pay for less. */
function promise(random: Random, distance: number, to: State): number {
  const remote = to === 'TAS' || to === 'NT' ? 1 : 0;
  const slack = random() < 0.25 ? -1 : random() < 0.4 ? 1 : 0;
  return Math.min(Math.max(Math.round(1.5 + distance / 600 + remote + slack), 1), 10);
}
