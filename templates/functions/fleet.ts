import { localHour } from './calendar.js';
import { type Random, seeded } from './random.js';
import { population, type State, states } from './states.js';

export type VehicleStatus = 'ON_THE_MOVE' | 'SCHEDULED_MAINTENANCE' | 'UNSCHEDULED_MAINTENANCE';

/** A vehicle's status and since when it has had it. */
export interface StatusSince {
  status: VehicleStatus;
  /** epoch ms, a whole second */
  since: number;
}

export interface Vehicle {
  /** 1 to 220 */
  vehicleid: number;
  /** Where it is stationed; its depot's clock is this state's. */
  state: State;
}

export const FLEET_SIZE = 220;

/** The same fleet on both clouds and in the register: one seed for all. */
const FLEET_SEED = 220;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A vehicle's history is made in windows of a day, so that any moment can be asked for without what came before it. */
const WINDOW = 24 * HOUR;
/** No window begins before this: far longer than any time without maintenance. */
const MOST_WINDOWS_BACK = 60;

/** Mean minutes between two breakdowns, and between two appointments at the depot while it is open. */
const BREAKDOWN_EVERY = 176;
const SERVICE_EVERY = 127;
/** The depot's hours on the clock of the vehicle's own state: it takes nobody who would not be done before it closes. */
const OPENS = 6;
const CLOSES = 22;

/** Every vehicle, by the states' people, two a state at least. */
export const vehicles: readonly Vehicle[] = stationed();

/**
 * What a vehicle is doing at a moment: a function of nothing but its number and the time, so that a producer needs no
 * memory, may stop and start, and tells the same on both clouds.
 *
 * A renewal process: on the move for an exponential time, then in the workshop for a uniform one (a breakdown 5 to 15
 * minutes, a service 15 to 35), then on the move again. Breakdowns come at any hour, services while the depot is open.
 * Over a week about 85 % of the fleet is on the move, 10 % in service, 5 % broken down, and of 220 vehicles several
 * change each minute.
 * @param time epoch ms
 */
export function fleetStatus({ vehicleid, state }: Vehicle, time: number): StatusSince {
  const phase = Math.floor(chance(vehicleid, -1)() * (WINDOW / 1000)) * 1000;
  const window = Math.floor((time - phase) / WINDOW);
  for (let back = 0; back <= MOST_WINDOWS_BACK; back++) {
    const begins = (window - back) * WINDOW + phase;
    const stay = stays(vehicleid, state, window - back, begins).findLast(({ from }) => from <= time);
    if (stay && time < stay.to) return { status: stay.status, since: stay.from };
    if (stay) return { status: 'ON_THE_MOVE', since: stay.to };
  }
  return { status: 'ON_THE_MOVE', since: (window - MOST_WINDOWS_BACK) * WINDOW + phase };
}

interface Stay {
  status: VehicleStatus;
  from: number;
  to: number;
}

/** A window's times in the workshop, in order; it begins and ends on the move. */
function stays(vehicleid: number, state: State, window: number, begins: number): Stay[] {
  const random = chance(vehicleid, window);
  const found: Stay[] = [];
  const both = 1 / BREAKDOWN_EVERY + 1 / SERVICE_EVERY;
  for (let at = begins; ; ) {
    const from = at + seconds((-Math.log(1 - random()) / both) * MINUTE);
    const service = random() * both < 1 / SERVICE_EVERY;
    const to = from + seconds(service ? between(random, 15, 35) : between(random, 5, 15));
    if (to >= begins + WINDOW) return found;
    if (service && !isOpen(state, from, to)) {
      // Nobody is there: the appointment falls out, and the vehicle drives on.
      at = from;
      continue;
    }
    found.push({ status: service ? 'SCHEDULED_MAINTENANCE' : 'UNSCHEDULED_MAINTENANCE', from, to });
    at = to;
  }
}

function isOpen(state: State, from: number, to: number): boolean {
  const [first, last] = [localHour(state, from), localHour(state, to)];
  return first >= OPENS && last < CLOSES && first <= last;
}

const seconds = (ms: number) => Math.max(1, Math.round(ms / 1000)) * 1000;

const between = (random: Random, low: number, high: number) => (low + random() * (high - low)) * MINUTE;

/** A stream of numbers that belongs to one vehicle's one window. */
function chance(vehicleid: number, window: number): Random {
  let mixed = Math.imul(FLEET_SEED ^ Math.imul(vehicleid, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ Math.imul(window, 0xc2b2ae35), 0x27d4eb2f);
  return seeded(mixed ^ (mixed >>> 15));
}

/** Seats by the largest remainder, two for each state first. */
function stationed(): Vehicle[] {
  const everyone = states.reduce((sum, state) => sum + population[state], 0);
  const least = 2;
  const shares = states.map((state) => {
    const share = ((FLEET_SIZE - least * states.length) * population[state]) / everyone;
    return { state, seats: least + Math.floor(share), rest: share % 1 };
  });
  const left = FLEET_SIZE - shares.reduce((sum, { seats }) => sum + seats, 0);
  for (const share of [...shares].sort((a, b) => b.rest - a.rest).slice(0, left)) share.seats++;
  return shares
    .flatMap(({ state, seats }) => Array.from({ length: seats }, () => state))
    .map((state, index) => ({ vehicleid: index + 1, state }));
}
