import { fleetStatus, type VehicleStatus, vehicles } from '../functions/fleet.js';
import { pick, pickWeighted, type Random, seeded } from '../functions/random.js';
import type { State } from '../functions/states.js';

/** A row of the table fleet, its members in the order of the columns. */
export interface RegisteredVehicle {
  vehicleid: number;
  registration: string;
  vehicle_type: string;
  capacity_kg: number;
  home_state: State;
  status: VehicleStatus;
  /** UTC, as Redshift's TIMESTAMP is written: `2026-11-23 00:05:12`. */
  status_since: string;
}

/** What carries consignments, how much of it, and how many of a fleet are of the kind. */
const types = [
  { vehicle_type: 'VAN', capacity_kg: 1_200, weight: 45 },
  { vehicle_type: 'LIGHT_TRUCK', capacity_kg: 4_500, weight: 25 },
  { vehicle_type: 'RIGID_TRUCK', capacity_kg: 12_000, weight: 18 },
  { vehicle_type: 'SEMI_TRAILER', capacity_kg: 24_000, weight: 12 },
];

/** Number plates in the manner of each state: L a letter, 9 a digit, anything else itself. */
const plates: Record<State, string> = {
  ACT: 'YLL99L',
  NSW: 'LLL99L',
  NT: 'CL99LL',
  QLD: '999LL9',
  SA: 'S999LLL',
  TAS: 'L99LL',
  VIC: '1LL9LL',
  WA: '1LLL999',
};

/**
 * The 220 vehicles, by number. Status and its beginning are what each vehicle reports at that moment, so the table is
 * right until the stream says otherwise.
 * @param seed the same seed and moment give the same rows, on every machine
 * @param at epoch ms
 */
export function fleetRegister(seed: number, at: number): RegisteredVehicle[] {
  const random = seeded(seed);
  const taken = new Set<string>();
  return vehicles.map((vehicle) => {
    const { vehicle_type, capacity_kg } = pickWeighted(random, types, ({ weight }) => weight);
    const { status, since } = fleetStatus(vehicle, at);
    return {
      vehicleid: vehicle.vehicleid,
      registration: plate(random, vehicle.state, taken),
      vehicle_type,
      capacity_kg,
      home_state: vehicle.state,
      status,
      status_since: new Date(since).toISOString().slice(0, 19).replace('T', ' '),
    };
  });
}

const letters = [...'ABCDEFGHJKLMNPRSTUVWXYZ'];
const digits = [...'0123456789'];

function plate(random: Random, state: State, taken: Set<string>): string {
  let text: string;
  do {
    text = plates[state].replace(/[L9]/g, (place) => pick(random, place === 'L' ? letters : digits));
  } while (taken.has(text));
  taken.add(text);
  return text;
}
