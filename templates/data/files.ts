import { vehicles } from '../functions/fleet.js';
import { csvLines } from './csv.js';
import { fleetRegister, type RegisteredVehicle } from './fleet-register.js';
import { consignmentHistory, HISTORY_SIZE, type HistoricalConsignment, historyUntil } from './history.js';

/** Every workshop learns from the same consignments, and has the same vehicles. */
export const DATA_SEED = 20_261_123;

/** A file for the workshop's bucket, whose folder is named as the table that COPY fills from it. */
export interface DataFile {
  table: 'consignment_history' | 'fleet';
  /** The object's key, e.g. `fleet/fleet.csv`. */
  key: string;
  contentType: string;
  /** The file's lines, each with its end: made as they are read, so that nobody has to wait for all of them at once. */
  lines(): Generator<string>;
  /** The whole file, made each time it is asked for. */
  readonly body: Buffer;
  /** Without the line of the column names. */
  rows: number;
}

/** The tables' columns, in their order. */
export const historyColumns = [
  'consignmentid',
  'order_timestamp',
  'origin_state',
  'delivery_state',
  'days_to_deliver',
  'delivery_distance',
  'userid',
  'revenue',
  'cost',
  'delay_probability',
] as const satisfies readonly (keyof HistoricalConsignment)[];

export const fleetColumns = [
  'vehicleid',
  'registration',
  'vehicle_type',
  'capacity_kg',
  'home_state',
  'status',
  'status_since',
] as const satisfies readonly (keyof RegisteredVehicle)[];

/**
 * What setup uploads: the history until the day began, and the fleet as it is at that same moment. Two calls of one
 * day (UTC) give the same bytes.
 * @param now epoch ms
 */
export function dataFiles(now: number): DataFile[] {
  const at = historyUntil(now);
  return [
    dataFile('consignment_history', 'consignments.csv', HISTORY_SIZE, () =>
      csvLines(consignmentHistory(DATA_SEED, HISTORY_SIZE, at), historyColumns),
    ),
    dataFile('fleet', 'fleet.csv', vehicles.length, () =>
      csvLines(fleetRegister(DATA_SEED, at), fleetColumns),
    ),
  ];
}

function dataFile(
  table: DataFile['table'],
  name: string,
  rows: number,
  lines: () => Generator<string>,
): DataFile {
  return {
    table,
    key: `${table}/${name}`,
    contentType: 'text/csv; charset=utf-8',
    rows,
    lines,
    get body() {
      return Buffer.from([...lines()].join(''), 'utf8');
    },
  };
}
