import { KinesisClient } from '@aws-sdk/client-kinesis';
import { fleetStatus, type Vehicle, type VehicleStatus, vehicles } from './fleet.js';
import { type LambdaContext, lastMoment, RUN_MS, realWorld, required, type World } from './invocation.js';
import { paced } from './pace.js';
import type { State } from './states.js';
import { StreamWriter, type Tally } from './stream-writer.js';

/** Vehicles that report at once; the rest of the minute's follow evenly. */
const BURST = 8;
/** The last report goes out this long before the minute's end, so that none is left for a minute that is over. */
const SPARE_MS = 3_000;

/** A record of the fleet stream, as it is sent. */
export interface FleetReport {
  vehicleid: number;
  /** When it was reported, in UTC, e.g. `2026-11-23T00:05:12.345Z`. */
  timestamp: string;
  state: State;
  status: VehicleStatus;
  /** Since when it has had that status, in UTC. */
  status_since: string;
}

/** What a vehicle reports at a moment. @param time epoch ms */
export function report(vehicle: Vehicle, time: number): FleetReport {
  const { status, since } = fleetStatus(vehicle, time);
  return {
    vehicleid: vehicle.vehicleid,
    timestamp: new Date(time).toISOString(),
    state: vehicle.state,
    status,
    status_since: new Date(since).toISOString(),
  };
}

/**
 * Sends each vehicle's report once, spread over about a minute. Each vehicle reports whether anything changed or not,
 * so that after any pause what the stream's readers know is right again within a minute.
 * @returns what became of the reports
 */
export async function produceReports(
  client: Pick<KinesisClient, 'send'>,
  environment: NodeJS.ProcessEnv,
  context: LambdaContext,
  world: World,
): Promise<Tally> {
  const until = lastMoment(context, world);
  const writer = new StreamWriter(client, required(environment, 'FLEET_STREAM'), world, until);
  const total = BURST + ((vehicles.length - BURST) * RUN_MS) / (RUN_MS - SPARE_MS);
  let next = 0;
  await paced(world, { burst: BURST, total, until }, async (count) => {
    const now = world.now();
    const reports = vehicles.slice(next, next + count).map((vehicle) => report(vehicle, now));
    next += reports.length;
    if (reports.length > 0) await writer.write(reports, (index) => String(reports[index]?.vehicleid));
    return reports.length;
  });
  return writer.tally;
}

const client = new KinesisClient({ maxAttempts: 1 });

export async function handler(_event: unknown, context: LambdaContext): Promise<Tally> {
  const tally = await produceReports(client, process.env, context, realWorld);
  console.log(JSON.stringify({ reports: tally }));
  return tally;
}
