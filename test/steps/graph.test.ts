import { describe, expect, it } from 'vitest';
import { loadSteps } from '../../src/sql/load.js';
import { workshopSteps } from '../../src/steps/setup.js';

const steps = workshopSteps({ sqlSteps: loadSteps() });
const byId = new Map(steps.map((step) => [step.id, step]));

/** Everything that a step waits for, however far back. */
function allNeedsOf(id: string, found = new Set<string>()): Set<string> {
  for (const need of byId.get(id)?.needs ?? []) {
    if (found.has(need)) continue;
    found.add(need);
    allNeedsOf(need, found);
  }
  return found;
}

describe('setup’s graph', () => {
  it('names only steps that there are, and no circle', () => {
    for (const { id, needs } of steps) {
      for (const need of needs) expect(byId.has(need), `${id} needs ${need}`).toBe(true);
      expect(allNeedsOf(id).has(id), id).toBe(false);
    }
    expect(byId.size).toBe(steps.length);
  });

  it('has each SQL step that builds, after those that its header names', () => {
    const build = loadSteps().filter(({ kind }) => kind === 'build');
    expect(steps.filter(({ id }) => id.startsWith('sql:')).map(({ id }) => id)).toEqual(
      build.map(({ name }) => `sql:${name}`),
    );
    for (const { name, needs } of build) {
      for (const need of needs) expect([...allNeedsOf(`sql:${name}`)]).toContain(`sql:${need}`);
      expect([...allNeedsOf(`sql:${name}`)]).toContain('default-role');
      expect([...allNeedsOf(`sql:${name}`)]).toContain('IngestionStack');
    }
  });

  it('lets neither history nor training keep the first rows waiting', () => {
    for (const late of ['upload:consignment_history', 'sql:history', 'sql:load-history', 'sql:delay-model']) {
      for (const early of ['schedules', 'dashboard', 'first-rows']) {
        expect([...allNeedsOf(early)], early).not.toContain(late);
      }
    }
    expect([...allNeedsOf('sql:delay-model')]).toContain('upload:consignment_history');
    for (const late of ['sql:load-history', 'sql:predicted-consignments']) {
      expect([...allNeedsOf(late)]).toEqual(expect.arrayContaining(['sql:fleet-summary', 'sql:load-fleet']));
    }
  });

  it('switches the producers on when their streams are read, and looks for rows when the queries can have some', () => {
    for (const view of ['customer-stream', 'order-stream', 'fleet-stream']) {
      expect([...allNeedsOf('schedules')]).toContain(`sql:${view}`);
    }
    for (const what of [
      'sql:fleet-summary',
      'sql:load-fleet',
      'upload:fleet',
      'sql:consignments',
      'schedules',
    ]) {
      expect([...allNeedsOf('first-rows')]).toContain(what);
    }
  });

  it('makes what Grafana reads after the grants that let it', () => {
    for (const made of ['fleet', 'fleet-stream', 'fleet-summary', 'history', 'predictions']) {
      expect([...allNeedsOf(`sql:${made}`)]).toContain('sql:grants');
    }
  });
});
