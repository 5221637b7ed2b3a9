import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_PREDICTIONS } from '../../src/grafana/author/queries.js';
import { loadDashboard, runPanelQuery } from '../../src/grafana/dashboard.js';
import { dashboardQueries } from '../../src/grafana/dashboard-queries.js';
import { dataSourceUid } from '../../src/grafana/data-source.js';
import { order } from '../local/redshift/fixture.js';
import { type LiveWorkspace, startLiveWorkspace } from './live-workspace.js';

let live: LiveWorkspace;
const queries = dashboardQueries(loadDashboard());

beforeAll(async () => {
  live = await startLiveWorkspace();
  await live.steps('external-schema', 'customer-stream', 'order-stream', 'consignments');
  await live.steps('grafana-user', 'grants');
  // Made after the grants: it is the default privileges that let Grafana's user read them.
  await live.steps('fleet', 'fleet-stream', 'fleet-summary', 'predictions');
});
afterAll(() => live?.test.stop());

type Value = string | number | null;

/**
 * The rows of a panel's query, asked through the workspace's data source as redshift_data_api_user. The range ends
 * later than now, because the macro writes it in whole seconds, and what has just arrived is in the second under way.
 */
async function rows(panel: string, from = 'now-15m', to = String(Date.now() + 60_000)): Promise<Value[][]> {
  const { refId, rawSQL, format } = queryOf(panel);
  const datasource = { uid: dataSourceUid };
  const asked = [{ refId, datasource, rawSQL, format, intervalMs: 10_000, maxDataPoints: 500 }];
  const { results } = await live.grafana.post<{
    results: Record<string, { frames: { data: { values: Value[][] } }[] }>;
  }>('/api/ds/query', { from, to, queries: asked });
  const columns = results[refId]?.frames[0]?.data.values ?? [];
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? null));
}

/** By the panel's title; the two rows of numbers have none, and are told by a column. */
function queryOf(panel: string) {
  const found = queries.find((query) => query.panel === panel || query.rawSQL.includes(` AS ${panel}`));
  if (!found) throw new Error(`no panel ${panel}`);
  return found;
}

const levels = ['LOW', 'MEDIUM', 'HIGH'];

describe('the dashboard’s queries, through data source, Data API and engine', () => {
  it('answer before anything has arrived', async () => {
    for (const query of queries) {
      expect(await runPanelQuery(live.grafana, query, 'now-5m'), query.panel).toEqual({
        rows: /profit|not_predicted/.test(query.rawSQL) ? 1 : 0,
      });
    }
    expect(await rows('agreement')).toEqual([[null, 0, 0]]);
  });

  it('say in words that nothing is predicted while the model trains', async () => {
    const orders = Array.from({ length: 300 }, (_, id) => ({
      ...order(id),
      delay_probability: levels[id % 3],
    }));
    await live.put('order_stream', orders);
    await live.sql('REFRESH MATERIALIZED VIEW order_stream');
    const words = [[NO_PREDICTIONS, 'agree 0', 'near 0', 'far 0']];
    expect(await rows('Predicted against Reported Delay')).toEqual(words);
    expect(await rows('agreement')).toEqual([[null, 0, 300]]);
    expect((await rows('Recent Transactions')).map((row) => row[4])).toEqual(Array(100).fill(null));
    await live.steps('predicted-consignments');
    expect(await rows('Predicted against Reported Delay')).toEqual(words);
    expect(await rows('agreement')).toEqual([[null, 0, 300]]);
  });

  it('set predictions against reports: counts by how far they lie apart, the share, each consignment', async () => {
    // Of each level's hundred: 0–79 as reported, 80–94 a level higher (HIGH: LOW), 95–99 not predicted yet.
    const predictions = Array.from({ length: 300 }, (_, id) => {
      const nth = Math.floor(id / 3);
      return nth < 95 ? `(${id}, '${levels[(id + (nth < 80 ? 0 : 1)) % 3]}')` : undefined;
    }).filter(Boolean);
    await live.sql(
      `INSERT INTO consignment_predictions (consignmentid, predicted_delay) VALUES ${predictions.join(', ')}`,
    );
    expect(await rows('Predicted against Reported Delay')).toEqual([
      ['LOW', 'agree 80', 'near 15', 'far 0'],
      ['MEDIUM', 'near 0', 'agree 80', 'near 15'],
      ['HIGH', 'far 15', 'near 0', 'agree 80'],
    ]);
    const [[share, predicted, missing] = []] = await rows('agreement');
    expect(share).toBeCloseTo(240 / 285, 10);
    expect([predicted, missing]).toEqual([285, 15]);
    const recent = await rows('Recent Transactions');
    expect(recent.slice(0, 3).map((row) => row.slice(3, 5))).toEqual([
      ['HIGH', null],
      ['MEDIUM', null],
      ['LOW', null],
    ]);
    expect(recent.at(-1)?.slice(3, 5)).toEqual(['HIGH', 'HIGH']);
  });

  it('keep to the time range, which holds nothing a day ago', async () => {
    expect(await rows('Predicted against Reported Delay', 'now-2d', 'now-1d')).toEqual([]);
    expect(await rows('agreement', 'now-2d', 'now-1d')).toEqual([[null, 0, 0]]);
  });

  it('count the fleet as its register has it, then as the vehicles report', async () => {
    const vehicles = Array.from(
      { length: 30 },
      (_, id) =>
        `(${id}, '${id % 2 ? 'NSW' : 'WA'}', '${id < 24 ? 'ON_THE_MOVE' : 'SCHEDULED_MAINTENANCE'}')`,
    );
    await live.sql(`INSERT INTO fleet (vehicleid, home_state, status) VALUES ${vehicles.join(', ')}`);
    expect(await rows('Fleet by State')).toEqual([
      ['NSW', 12, 3, 0, 15],
      ['WA', 12, 3, 0, 15],
    ]);
    const report = { vehicleid: 0, state: 'NT', status: 'UNSCHEDULED_MAINTENANCE', status_since: '' };
    await live.put('fleet_stream', [report]);
    await live.sql('REFRESH MATERIALIZED VIEW fleet_stream');
    expect(await rows('Fleet Status')).toEqual([
      ['NSW', 12, 3, 0, 15],
      ['NT', 0, 0, 1, 1],
      ['WA', 11, 3, 0, 14],
    ]);
  });

  it('are refused in Redshift’s words when the reader may not read', async () => {
    const query = queryOf('Fleet by State');
    await live.sql('REVOKE SELECT ON fleet_summary FROM redshift_data_api_user');
    expect(await runPanelQuery(live.grafana, query, 'now-5m')).toEqual({
      error: expect.stringContaining('permission denied for relation fleet_summary'),
    });
    await live.sql('GRANT SELECT ON fleet_summary TO redshift_data_api_user');
    expect(await runPanelQuery(live.grafana, query, 'now-5m')).toEqual({ rows: 3 });
  });
});
