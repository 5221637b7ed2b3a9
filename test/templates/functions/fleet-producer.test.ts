import { describe, expect, it } from 'vitest';
import { fleetStatus, vehicles } from '../../../templates/functions/fleet.js';
import { produceReports } from '../../../templates/functions/fleet-producer.js';
import { fakeKinesis, jumpingWorld, lambdaContext } from './fake-kinesis.js';

const start = Date.UTC(2026, 10, 23, 0, 5);
const environment = { FLEET_STREAM: 'fleet_stream' };
const everyVehicle = vehicles.map(({ vehicleid }) => vehicleid);
const idsOf = (records: { data: { vehicleid: number } }[]) =>
  records.map(({ data }) => data.vehicleid).sort((a, b) => a - b);

describe('the fleet producer', () => {
  it('sends each vehicle’s report once a minute, spread over it, and ends before the next one begins', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world);
    const tally = await produceReports(kinesis.client, environment, lambdaContext(), world);
    expect(idsOf(kinesis.records)).toEqual(everyVehicle);
    expect(tally).toEqual({ sent: 220, retried: 0, lost: 0 });
    expect(world.elapsed()).toBeLessThanOrEqual(59_500);
    for (let second = 0; second < 50; second += 5) {
      const between = kinesis.records.filter(
        ({ at }) => at > start + second * 1000 && at <= start + (second + 5) * 1000,
      );
      expect(between.length).toBeGreaterThanOrEqual(15);
      expect(between.length).toBeLessThanOrEqual(25);
    }
    expect(kinesis.calls()).toBeLessThanOrEqual(130);
  });

  it('says what the table’s and the view’s columns want', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world);
    await produceReports(kinesis.client, environment, lambdaContext(), world);
    for (const { at, key, data } of kinesis.records) {
      const vehicle = vehicles[data.vehicleid - 1];
      if (!vehicle) throw new Error(`no vehicle ${data.vehicleid}`);
      const { status, since } = fleetStatus(vehicle, at);
      expect(key).toBe(String(data.vehicleid));
      expect(data).toEqual({
        vehicleid: vehicle.vehicleid,
        timestamp: new Date(at).toISOString(),
        state: vehicle.state,
        status,
        status_since: new Date(since).toISOString(),
      });
      expect(data.status_since.length).toBeLessThanOrEqual(30);
    }
  });

  it('reports every vehicle again a minute later, needing nothing of the minute before', async () => {
    const world = jumpingWorld(start);
    const first = fakeKinesis(world);
    await produceReports(first.client, environment, lambdaContext('one'), world);
    await world.sleep(start + 60_000 - world.now());
    const second = fakeKinesis(world);
    await produceReports(second.client, environment, lambdaContext('two'), world);
    expect(idsOf(second.records)).toEqual(everyVehicle);
    const changed = second.records.filter(
      ({ data }) =>
        first.records.find((other) => other.data.vehicleid === data.vehicleid)?.data.status !== data.status,
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(30);
  });

  it('sends each report once while Kinesis refuses a third of them', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world, (call) =>
      call % 2 === 0 ? { refuse: (index) => index % 3 === 0 } : undefined,
    );
    const tally = await produceReports(kinesis.client, environment, lambdaContext(), world);
    expect(idsOf(kinesis.records)).toEqual(everyVehicle);
    expect(tally).toMatchObject({ sent: 220, lost: 0 });
    expect(tally.retried).toBeGreaterThan(30);
  });

  it('sends fewer, not faster, when Lambda leaves it less', async () => {
    const world = jumpingWorld(start);
    const kinesis = fakeKinesis(world);
    await produceReports(kinesis.client, environment, lambdaContext('a', 10_000), world);
    expect(world.elapsed()).toBeLessThanOrEqual(8_500);
    expect(kinesis.records.length).toBeLessThan(50);
    expect(new Set(idsOf(kinesis.records)).size).toBe(kinesis.records.length);
  });

  it('fails loudly where it may not write, and when nobody said where', async () => {
    const world = jumpingWorld(start);
    const refused = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } };
    const kinesis = fakeKinesis(world, () => ({ error: refused }));
    await expect(produceReports(kinesis.client, environment, lambdaContext(), world)).rejects.toBe(refused);
    await expect(produceReports(kinesis.client, {}, lambdaContext(), world)).rejects.toThrow(
      'the environment variable FLEET_STREAM is not set',
    );
  });
});
