import { describe, expect, it } from 'vitest';
import { fleetRegister } from '../../../templates/data/fleet-register.js';
import { vehicles } from '../../../templates/functions/fleet.js';
import { report } from '../../../templates/functions/fleet-producer.js';
import { states } from '../../../templates/functions/states.js';
import { countBy } from '../functions/sample.js';

const at = Date.UTC(2026, 10, 24);
const register = fleetRegister(5, at);

describe('the fleet’s register', () => {
  it('has 220 vehicles over the eight states, each with its own number plate, in the types of the columns', () => {
    expect(register).toHaveLength(220);
    expect(new Set(register.map(({ registration }) => registration)).size).toBe(220);
    expect([...countBy(register, ({ home_state }) => home_state).keys()].sort()).toEqual([...states]);
    for (const vehicle of register) {
      expect(vehicle.registration).toMatch(/^[A-Z0-9]{5,10}$/);
      expect(vehicle.vehicle_type).toMatch(/^(VAN|LIGHT_TRUCK|RIGID_TRUCK|SEMI_TRAILER)$/);
      expect(vehicle.capacity_kg).toBeGreaterThanOrEqual(1_000);
      expect(vehicle.status_since).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    }
    expect(countBy(register, ({ vehicle_type }) => vehicle_type).size).toBe(4);
  });

  it('says what each vehicle reports at that moment', () => {
    for (const [index, vehicle] of vehicles.entries()) {
      const told = report(vehicle, at);
      const row = register[index];
      expect(row).toMatchObject({ vehicleid: told.vehicleid, home_state: told.state, status: told.status });
      expect(`${row?.status_since.replace(' ', 'T')}.000Z`).toBe(told.status_since);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(fleetRegister(5, at)).toEqual(register);
    expect(fleetRegister(6, at)).not.toEqual(register);
  });
});
