import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dashboardQueries } from '../../src/grafana/dashboard-queries.js';
import { packagePath } from '../../src/package-root.js';

describe('the queries of a dashboard', () => {
  it('are all of ours, with the interval filled in and the macros left', () => {
    const queries = dashboardQueries(JSON.parse(readFileSync(packagePath('dashboard.json'), 'utf8')), 30_000);
    expect(queries.map(({ panel, format }) => [panel, format])).toEqual([
      ['stat', 1],
      ['Delay Probability', 0],
      ['Consignments by State', 1],
      ['Fleet Status', 1],
      ['Fleet by State', 1],
      ['stat', 1],
      ['Predicted against Reported Delay', 1],
      ['Recent Transactions', 1],
    ]);
    for (const { panel, rawSQL } of queries) {
      const fleet = panel.startsWith('Fleet');
      expect(rawSQL.match(/\$__\w+/g), panel).toEqual(fleet ? null : ['$__timeFilter']);
    }
    expect(queries[1]?.rawSQL).toContain('30000 / 1000');
  });

  it('are found inside a folded row too', () => {
    const inside = { type: 'stat', title: 'In', targets: [{ refId: 'A', rawSQL: "SELECT '$__interval'" }] };
    expect(dashboardQueries({ panels: [{ type: 'row', panels: [inside] }] })).toEqual([
      { panel: 'In', refId: 'A', rawSQL: "SELECT '10s'", format: 0 },
    ]);
  });
});
