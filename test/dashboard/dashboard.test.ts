import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import { beforeAll, describe, expect, it } from 'vitest';
import { logisticsDashboard } from '../../src/grafana/author/dashboard.js';
import { dashboardText } from '../../src/grafana/author/write.js';
import { expandMacros } from '../../src/local/grafana/query/macros.js';
import { packagePath } from '../../src/package-root.js';

interface PanelJson {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  options: object;
  targets?: { rawSQL: string; format: number; datasource: { uid: string } }[];
  fieldConfig: {
    defaults: { custom?: object };
    overrides: { properties: { id: string; value: unknown }[] }[];
  };
}

const file = readFileSync(packagePath('dashboard.json'), 'utf8');
const dashboard = JSON.parse(file);
const panels: PanelJson[] = dashboard.panels.filter((panel: PanelJson) => panel.type !== 'row');

function schemaOf(type: string): ValidateFunction {
  const path = packagePath('test', 'dashboard', 'grafana-types.ts');
  const generator = createGenerator({
    path,
    type,
    skipTypeCheck: true,
    additionalProperties: false,
    expose: 'none',
  });
  return new Ajv({ strict: false, allErrors: true }).compile(generator.createSchema(type));
}

describe('dashboard.json', () => {
  it('is what its author writes', () => {
    expect(file).toBe(dashboardText());
    expect(JSON.parse(JSON.stringify(logisticsDashboard()))).toEqual(dashboard);
  });

  it('asks its importer for the data source, and names no other', () => {
    expect(dashboard.__inputs).toMatchObject([
      { name: 'DS_REDSHIFT', pluginId: 'grafana-redshift-datasource' },
    ]);
    for (const panel of panels) {
      for (const { datasource } of panel.targets ?? []) expect(datasource.uid).toBe('$' + '{DS_REDSHIFT}');
    }
  });

  it('refreshes every 5 s, and each query of consignments is bounded by the time range', () => {
    expect(dashboard.refresh).toBe('5s');
    const queries = panels.flatMap((panel) => panel.targets ?? []);
    expect(queries).toHaveLength(8);
    for (const { rawSQL } of queries) {
      const bounded = /FROM consignments\s+WHERE \$__timeFilter\(approximate_arrival_timestamp\)/g;
      expect(rawSQL.match(/FROM (?:consignments|fleet_summary)\b/g), rawSQL).toHaveLength(1);
      if (!rawSQL.includes('FROM fleet_summary')) expect(rawSQL.match(bounded), rawSQL).toHaveLength(1);
      const sql = expandMacros(rawSQL.replaceAll('$__interval_ms', '10000'), { from: 0, to: 1000 });
      expect(sql).not.toContain('$');
    }
  });

  it('has the panels of the workshop, none over another', () => {
    expect(panels.map(({ type, title }) => [type, title])).toEqual([
      ['stat', ''],
      ['timeseries', 'Delay Probability'],
      ['barchart', 'Consignments by State'],
      ['stat', 'Fleet Status'],
      ['table', 'Fleet by State'],
      ['stat', ''],
      ['table', 'Predicted against Reported Delay'],
      ['table', 'Recent Transactions'],
    ]);
    const taken = new Set<string>();
    for (const { gridPos } of dashboard.panels as PanelJson[]) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(x).toBeLessThan(24);
          expect(taken).not.toContain(`${x},${y}`);
          taken.add(`${x},${y}`);
        }
      }
    }
    expect(new Set(dashboard.panels.map((panel: PanelJson) => panel.id)).size).toBe(dashboard.panels.length);
  });
});

describe('Grafana’s schema', () => {
  let validDashboard: ValidateFunction;
  let validPanels: ValidateFunction;
  beforeAll(() => {
    validDashboard = schemaOf('Dashboard');
    validPanels = schemaOf('PanelTypes');
  });

  it('takes the dashboard', () => {
    const { __inputs, __requires, ...rest } = dashboard;
    expect(validDashboard(rest) ? [] : validDashboard.errors).toEqual([]);
  });

  it('takes each panel’s options and field settings', () => {
    for (const { type, title, options, fieldConfig } of panels) {
      const custom: Record<string, unknown> = { ...fieldConfig.defaults.custom };
      for (const { id, value } of fieldConfig.overrides.flatMap(({ properties }) => properties)) {
        if (id.startsWith('custom.')) custom[id.slice('custom.'.length)] = value;
      }
      const valid = validPanels({ [type]: { options, custom } });
      expect(valid ? [] : validPanels.errors, title).toEqual([]);
    }
  });

  it('refuses a planted mistake', () => {
    const { __inputs, __requires, ...rest } = dashboard;
    expect(validDashboard({ ...rest, schemaVersion: 'new' })).toBe(false);
    const [stat] = panels;
    expect(validPanels({ stat: { options: { ...stat?.options, colorMode: 'rainbow' } } })).toBe(false);
  });
});
