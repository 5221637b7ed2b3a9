import { stateVolume } from './calendar.js';
import type { Sender } from './orders.js';
import { pick, pickWeighted, type Random } from './random.js';
import { type State, states } from './states.js';

/** Customers remembered for each state. */
const PER_STATE = 2_000;

/** The customers that an order producer has seen in the customer stream. */
export class CustomerDirectory {
  private readonly known = new Set<number>();
  private readonly byState = new Map<State, Sender[]>();

  get size(): number {
    return this.known.size;
  }

  /** Remembers a record of the customer stream; anybody may write there, so anything may be in it. */
  add(data: Uint8Array, random: Random): void {
    const sender = parse(data);
    if (!sender || this.known.has(sender.userid)) return;
    const those = this.byState.get(sender.state) ?? [];
    this.byState.set(sender.state, those);
    this.known.add(sender.userid);
    if (those.length < PER_STATE) {
      those.push(sender);
      return;
    }
    const place = Math.floor(random() * those.length);
    const forgotten = those[place];
    if (forgotten) this.known.delete(forgotten.userid);
    those[place] = sender;
  }

  /** Whoever sends the next consignment: a state by its people and its hour, then anyone there. */
  draw(random: Random, time: number): Sender | undefined {
    const present = states.filter((state) => this.byState.has(state));
    if (present.length === 0) return undefined;
    const state = pickWeighted(random, present, (each) => stateVolume(each, time));
    return pick(random, this.byState.get(state) ?? []);
  }
}

function parse(data: Uint8Array): Sender | undefined {
  let record: Partial<Sender>;
  try {
    record = JSON.parse(Buffer.from(data).toString('utf8')) as Partial<Sender>;
  } catch {
    return undefined;
  }
  const { userid, address, state, latitude, longitude } = record ?? {};
  const whole = Number.isInteger(userid) && typeof address === 'string' && states.includes(state as State);
  if (!whole || !Number.isFinite(latitude) || !Number.isFinite(longitude)) return undefined;
  return { userid, address, state, latitude, longitude } as Sender;
}
