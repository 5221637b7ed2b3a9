import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../../src/platform.js';
import { Computer } from './cli.js';

const computer = new Computer();
let url = '';

interface Status {
  stacks: { name: string; status: string }[];
  streams: { name: string; status: string }[];
  views: {
    name: string;
    rows: number;
    recordsIn: number;
    freshnessSeconds: number | null;
    error: string | null;
  }[];
  schedules: { name: string; state: string }[];
  refreshRuns: { status: string }[];
  model: { state: string } | null;
  workspace: { id: string; dashboardUrl: string } | null;
}

beforeAll(async () => {
  ({ dashboardUrl: url } = await computer.json<{ dashboardUrl: string }>(
    'setup',
    '--target',
    'local',
    '--yes',
  ));
}, 120_000);
afterAll(() => computer.clear());

describe('the workshop on this computer, from setup to teardown', () => {
  it('has orders in the dashboard’s view, each once, nearly all with a customer', async () => {
    const [row] = await computer.query(
      'SELECT COUNT(*), COUNT(DISTINCT consignmentid), COUNT(customer_state) FROM consignments',
    );
    const [all, distinct, joined] = (row ?? []).map(Number) as [number, number, number];
    expect(all).toBeGreaterThan(0);
    expect(distinct).toBe(all);
    expect(joined / all).toBeGreaterThanOrEqual(0.95);
  });

  it('prints the dashboard’s URL, which opens with its token and not without', async () => {
    expect(await computer.json('dashboard')).toEqual({ url });
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root"');
    expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(401);
  });

  it('runs every step of the workshop, and again', async () => {
    // The step that predicts wants a model that is trained.
    while ((await computer.json<Status>('status')).model?.state !== 'READY') await sleep(300);
    for (let round = 0; round < 2; round++) {
      const outcome = await computer.run('sql', 'run', 'all');
      expect(outcome).toMatchObject({ code: 0 });
    }
    const routes = await computer.json<{ columns: { name: string; type: string }[]; rows: unknown[][] }>(
      'sql',
      'run',
      'busiest-routes',
    );
    expect(routes.columns.map((column) => column.name)).toEqual(['delivery_state', 'origin_state', 'count']);
    expect(routes.rows.length).toBeGreaterThan(0);
  }, 120_000);

  it('changes nothing when set up twice', async () => {
    const before = await computer.json<Status>('status');
    const again = await computer.json<{ dashboardUrl: string }>('setup', '--target', 'local', '--yes');
    const after = await computer.json<Status>('status');
    expect(again.dashboardUrl).toBe(url);
    expect(after.stacks).toEqual(before.stacks);
    expect(after.workspace).toEqual(before.workspace);
    const said = (await computer.run('setup', '--target', 'local', '--yes')).stderr;
    // Refreshing is what those two steps are for; all else is there.
    expect(
      said.match(/✔ .*/g)?.filter((line) => !/Refresh the|Templates|First rows/.test(line)) ?? [],
    ).toEqual([]);
  }, 120_000);

  it('says the state of everything', async () => {
    const status = await computer.json<Status>('status');
    expect(status.stacks.map((stack) => stack.status)).toEqual(Array(4).fill('CREATE_COMPLETE'));
    expect(status.streams.map((stream) => stream.status)).toEqual(Array(3).fill('ACTIVE'));
    const orders = status.views.find((view) => view.name === 'order_stream');
    expect(orders?.rows).toBeGreaterThan(0);
    expect(orders?.recordsIn).toBeGreaterThanOrEqual(orders?.rows ?? 0);
    expect(orders?.freshnessSeconds).toBeGreaterThanOrEqual(0);
    expect(status.views.map((view) => view.error)).toEqual(status.views.map(() => null));
    expect(status.schedules.map((schedule) => schedule.state)).toEqual(Array(4).fill('ENABLED'));
    expect(status.refreshRuns.length).toBeGreaterThan(0);
    expect((await computer.run('status')).stdout).toContain('order_stream');
  });

  it('answers bad input with the nearest names, a caret, and exit codes', async () => {
    const wrongStep = await computer.run('sql', 'run', 'order-steam');
    expect(wrongStep).toMatchObject({ code: 1, stdout: '' });
    expect(wrongStep.stderr).toContain('order-stream');
    const wrongSql = await computer.run('sql', 'query', 'SELECT nothing FROM consignments');
    expect(wrongSql.code).toBe(1);
    expect(wrongSql.stderr).toMatch(/column "nothing" does not exist/);
    expect(wrongSql.stderr).toMatch(/\n.*\^/);
    expect(wrongSql.stderr).not.toMatch(/\bat \w+.*\.js/);
    const asJson = await computer.run('sql', 'query', 'SELEC 1', '--json');
    expect(JSON.parse(asJson.stdout)).toMatchObject({ error: { code: 'sql-failed' } });
    expect((await computer.run('setup', '--name', 'Bad Name', '--yes')).code).toBe(2);
    expect((await computer.run('sql', 'run', '--nonsense')).code).toBe(2);
    expect((await computer.run('teardown')).code).toBe(2);
  });

  it('lets redshift_data_api_user read and nothing else', async () => {
    expect(
      await computer.query('SELECT COUNT(*) > 0 FROM order_stream', '--user', 'redshift_data_api_user'),
    ).toEqual([[true]]);
    for (const sql of [
      'DELETE FROM order_stream',
      'CREATE TABLE public.mine (a int)',
      'REFRESH MATERIALIZED VIEW order_stream',
    ]) {
      const refused = await computer.run('sql', 'query', sql, '--user', 'redshift_data_api_user');
      expect(refused, sql).toMatchObject({ code: 1 });
    }
  });

  it('writes the templates and touches nothing', async () => {
    const out = join(computer.home, 'templates');
    const written = await computer.json<{ minifiedBytes: number }[]>('synth', '--out', out);
    expect(readdirSync(out).sort()).toEqual(
      ['DashboardStack', 'IngestionStack', 'RedshiftStack', 'StepFunctionStack'].map(
        (name) => `${name}.template.json`,
      ),
    );
    for (const { minifiedBytes } of written) expect(minifiedBytes).toBeLessThan(45_000);
  });

  it('survives a stop: what was there is there, and it goes on', async () => {
    const [before] = await computer.query('SELECT COUNT(*) FROM order_stream');
    expect(await computer.json('local', 'stop')).toEqual({ stopped: true });
    const [after] = await computer.query('SELECT COUNT(*) FROM order_stream');
    expect(Number(after?.[0])).toBeGreaterThanOrEqual(Number(before?.[0]));
    const [twice] = await computer.query('SELECT COUNT(*) - COUNT(DISTINCT consignmentid) FROM order_stream');
    expect(Number(twice?.[0])).toBe(0);
  });

  it('is gone after teardown: process, folder, everything', async () => {
    const { pid } = await computer.json<{ pid: number }>('local', 'env');
    const { left } = await computer.json<{ left: unknown[] }>('teardown', '--yes');
    expect(left).toEqual([]);
    expect(existsSync(computer.folder())).toBe(false);
    expect(isAlive(pid)).toBe(false);
    expect(await computer.json('teardown', '--yes')).toEqual({ removed: [], left: [] });
  });
});
