import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localHour } from '../../../templates/functions/calendar.js';
import { fleetStatus, vehicles } from '../../../templates/functions/fleet.js';
import { states } from '../../../templates/functions/states.js';
import { countBy, monday, week } from './sample.js';

const anyVehicle = fc.constantFrom(...vehicles);
const anyTime = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) });
const minute = 60_000;

describe('the fleet', () => {
  it('is 220 vehicles, numbered, in all eight states', () => {
    expect(vehicles.map(({ vehicleid }) => vehicleid)).toEqual(
      Array.from({ length: 220 }, (_, index) => index + 1),
    );
    const stationed = countBy(vehicles, ({ state }) => state);
    for (const state of states) expect(stationed.get(state)).toBeGreaterThanOrEqual(2);
    expect(stationed.get('NSW')).toBeGreaterThan(stationed.get('WA') ?? 0);
  });

  it('has the same status at the same moment, whatever was asked before, from its beginning on', () => {
    fc.assert(
      fc.property(anyVehicle, anyTime, (vehicle, time) => {
        const now = fleetStatus(vehicle, time);
        expect(now.since).toBeLessThanOrEqual(time);
        expect(now.since % 1000).toBe(0);
        expect(fleetStatus(vehicle, now.since)).toEqual(now);
        expect(fleetStatus(vehicle, now.since - 1).status).not.toBe(now.status);
        expect(fleetStatus(vehicle, time)).toEqual(now);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is in the workshop for minutes, and in service only while the depot is open', () => {
    fc.assert(
      fc.property(anyVehicle, anyTime, (vehicle, time) => {
        const { status, since } = fleetStatus(vehicle, time);
        if (status === 'ON_THE_MOVE') return;
        expect(time - since).toBeLessThan((status === 'SCHEDULED_MAINTENANCE' ? 35 : 15) * minute);
        const before = fleetStatus(vehicle, since - 1);
        expect(before.status).toBe('ON_THE_MOVE');
        if (status === 'UNSCHEDULED_MAINTENANCE') return;
        for (const moment of [since, time]) {
          expect(localHour(vehicle.state, moment)).toBeGreaterThanOrEqual(6);
          expect(localHour(vehicle.state, moment)).toBeLessThan(22);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('is on the move 85 % of a week, in service 10 %, broken down 5 %, at any hour', () => {
    const seen = countBy(
      Array.from({ length: week / (30 * minute) }, (_, index) => monday + index * 30 * minute).flatMap(
        (time) => vehicles.map((vehicle) => fleetStatus(vehicle, time).status),
      ),
      (status) => status,
    );
    const all = [...seen.values()].reduce((sum, each) => sum + each, 0);
    const share = (status: string) => (100 * (seen.get(status) ?? 0)) / all;
    expect(share('ON_THE_MOVE')).toBeCloseTo(85, -0.5);
    expect(share('SCHEDULED_MAINTENANCE')).toBeCloseTo(10, -0.3);
    expect(share('UNSCHEDULED_MAINTENANCE')).toBeCloseTo(5, -0.3);
  });

  it('changes in the course of a demonstration, by day and by night', () => {
    let quiet = 0;
    let minutes = 0;
    let fewest = Number.POSITIVE_INFINITY;
    for (let start = monday; start < monday + week; start += 5 * 60 * minute) {
      let before = vehicles.map((vehicle) => fleetStatus(vehicle, start).since);
      let changes = 0;
      for (let passed = 1; passed <= 10; passed++) {
        const now = vehicles.map((vehicle) => fleetStatus(vehicle, start + passed * minute).since);
        const changed = now.filter((since, index) => since !== before[index]).length;
        if (changed === 0) quiet++;
        changes += changed;
        minutes++;
        before = now;
      }
      fewest = Math.min(fewest, changes);
    }
    console.log(
      `fleet: ${((100 * (minutes - quiet)) / minutes).toFixed(0)} % of minutes see a change, every ten minutes at least ${fewest}`,
    );
    expect(fewest).toBeGreaterThanOrEqual(8);
    expect(quiet / minutes).toBeLessThan(0.15);
  });
});
