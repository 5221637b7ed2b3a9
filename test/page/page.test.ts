import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type FakeAnswer,
  type FakeCloud,
  type ReadyWorkspace,
  readyWorkspace,
  startFakeCloud,
} from '../local/grafana/fake-cloud.js';
import { dashboardJson, importDashboard, openBrowser, openPage, shot, soon } from './browser.js';
import { logistics } from './logistics.js';

let fake: FakeCloud;
let workspace: ReadyWorkspace;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let answer: (sql: string) => FakeAnswer = (sql) => logistics(sql);

beforeAll(async () => {
  fake = await startFakeCloud((sql) => answer(sql));
  workspace = await readyWorkspace(fake);
  browser = await openBrowser();
});
beforeEach(() => {
  answer = (sql) => logistics(sql);
});
afterAll(async () => {
  await browser?.close();
  await fake?.stop();
});

const open = (url: string) => openPage(browser.context, url, workspace.url);

const nothing = (sql: string): FakeAnswer => {
  const { columns } = logistics(sql);
  const nulls = columns.map(([name]) => (name === 'consignments' ? 0 : null));
  return { columns, rows: sql.includes('AS profit') ? [nulls] : [] };
};
const denied = (): FakeAnswer => {
  throw new Error('ERROR: permission denied for relation consignments');
};
const statements = () => fake.calls.filter(({ action }) => action === 'ExecuteStatement').length;

describe('the dashboard page', () => {
  it('draws the dashboard from live queries, asking no host but its own', async () => {
    const { page, outside, problems } = await open(await importDashboard(workspace, dashboardJson()));
    const shown = ['580.19', '436.38', '143.81', '4.2', '8477', 'Consignments by State'];
    for (const text of [...shown, '161', 'Unscheduled maintenance', '81.3', '4512', '7707']) {
      await page.getByText(text, { exact: true }).first().waitFor();
    }
    await page
      .getByText(/^Total: \d+$/)
      .first()
      .waitFor();
    expect(await page.locator('canvas').count()).toBeGreaterThanOrEqual(2);
    expect(page.url()).not.toContain('token');
    await page.waitForTimeout(400);
    await shot(page, 'dashboard');
    expect(problems).toEqual([]);
    expect(outside).toEqual([]);
    expect(await page.getByTestId('not-drawn').count()).toBe(0);
    await page.close();
  });

  it('asks again by itself every refresh, and at once when told to', async () => {
    const { page } = await open(await importDashboard(workspace, { ...dashboardJson(), refresh: '2s' }));
    await page.getByText('8477').waitFor();
    const before = statements();
    // Both panels of the fleet ask the same, which is asked once while it runs.
    await expect.poll(statements, { timeout: 10_000 }).toBeGreaterThanOrEqual(before + 7);
    await page.close();
    const still = await open(await importDashboard(workspace, { ...dashboardJson(), refresh: '' }));
    await still.page.getByText('7707').waitFor();
    const quiet = statements();
    await still.page.getByRole('button', { name: 'Refresh', exact: false }).first().click();
    await expect.poll(statements, soon).toBeGreaterThanOrEqual(quiet + 7);
    await still.page.close();
  });

  it('asks for the time range that is picked, and keeps it in the URL', async () => {
    const { page, problems } = await open(await importDashboard(workspace, dashboardJson()));
    await page.getByText('8477').waitFor();
    await page.getByRole('button', { name: /Time range selected/ }).click();
    await page.getByText('Last 6 hours').first().waitFor();
    await page.waitForTimeout(200);
    await shot(page, 'time-range');
    await page.getByText('Last 6 hours').first().click();
    await expect.poll(() => page.url(), soon).toContain('from=now-6h');
    const hours = () => {
      const sql = String(fake.calls.filter(({ action }) => action === 'ExecuteStatement').at(-1)?.input.Sql);
      const [, from = '', to = ''] = /BETWEEN '(\S+)' AND '(\S+)'/.exec(sql) ?? [];
      return Math.round((Date.parse(to) - Date.parse(from)) / 3_600_000);
    };
    await expect.poll(hours, soon).toBe(6);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('says that it waits for the first rows, and draws them when they come', async () => {
    answer = nothing;
    const { page } = await open(await importDashboard(workspace, { ...dashboardJson(), refresh: '1s' }));
    await expect.poll(() => page.getByText('Waiting for the first rows').count(), soon).toBe(6);
    expect(await page.getByText('No vehicles yet').count()).toBe(2);
    await shot(page, 'waiting');
    answer = (sql) => logistics(sql);
    await page.getByText('8477').waitFor();
    await expect.poll(() => page.getByText('Waiting for the first rows').count(), soon).toBe(0);
    await page.close();
  });

  it('says in words what went wrong, and keeps the last rows when a refresh fails', async () => {
    answer = denied;
    const { page } = await open(await importDashboard(workspace, { ...dashboardJson(), refresh: '1s' }));
    await expect.poll(() => page.getByText('Permission denied: the data').count(), soon).toBe(8);
    await page.getByText('permission denied for relation consignments').first().waitFor();
    await shot(page, 'denied');
    answer = (sql) => logistics(sql);
    await page.getByText('8477').waitFor();
    await expect.poll(() => page.getByText('Permission denied: the data').count(), soon).toBe(0);
    answer = denied;
    await expect.poll(() => page.getByTestId('stale').count(), soon).toBe(8);
    await page.getByText('8477').waitFor();
    await page.getByText('7707').waitFor();
    await shot(page, 'stale');
    answer = (sql) => logistics(sql);
    await page.close();
  });

  it('folds a row and opens it again', async () => {
    const { page } = await open(await importDashboard(workspace, dashboardJson()));
    await page.getByText('8477').waitFor();
    const row = page.getByRole('button', { name: /Key Performance Indicators/ });
    await row.click();
    await expect.poll(() => page.getByText('8477').count(), soon).toBe(0);
    await page.getByText('(3 panels)').waitFor();
    await row.click();
    await page.getByText('8477').waitFor();
    await page.close();
  });

  it('names what it does not draw: a panel, an override, a transformation, an option, a variable', async () => {
    const dashboard = dashboardJson() as unknown as { panels: Record<string, unknown>[] };
    const [, stat, , bars] = dashboard.panels;
    const strange = {
      ...dashboard,
      templating: { list: [{ name: 'state', type: 'custom' }] },
      panels: [
        { ...stat, title: 'Indicators', transformations: [{ id: 'forecast', options: {} }] },
        {
          ...bars,
          fieldConfig: {
            defaults: {},
            overrides: [
              {
                matcher: { id: 'byMoon', options: 'full' },
                properties: [{ id: 'custom.sparkle', value: true }],
              },
            ],
          },
        },
        { id: 90, type: 'geomap', title: 'Map', gridPos: { x: 0, y: 20, w: 8, h: 6 } },
        {
          id: 91,
          type: 'text',
          title: 'Words',
          gridPos: { x: 8, y: 20, w: 8, h: 6 },
          options: { mode: 'markdown', content: '**bold** <script>window.bad = true</script>', shout: 1 },
        },
      ],
    };
    const { page } = await open(await importDashboard(workspace, strange));
    await page.getByText("Panels of type 'geomap' are not drawn by this page.").waitFor();
    await page.getByText("not drawn: transformation 'forecast'").waitFor();
    await page.getByText("not drawn: override matcher 'byMoon', override 'custom.sparkle'").waitFor();
    await page.getByText("not drawn: option 'shout'").waitFor();
    await page.getByText('the dashboard variables state').waitFor();
    await page.locator('strong', { hasText: 'bold' }).waitFor();
    expect(await page.evaluate('window.bad')).toBeUndefined();
    await shot(page, 'unknown');
    await page.close();
  });

  it('answers a link without its token, a dashboard that is not there, and a workspace that went away', async () => {
    const url = await importDashboard(workspace, dashboardJson());
    const stranger = await fetch(url.replace(/\?.*/, ''));
    expect([stranger.status, await stranger.text()]).toEqual([
      401,
      expect.stringContaining('workshop dashboard'),
    ]);
    const { page } = await open(url.replace('/d/logistics-dashboard/', '/d/nowhere/'));
    await page.getByText('Dashboard not found').waitFor();
    await page.close();
    const going = await open(url);
    await going.page.getByText('8477').waitFor();
    await going.page.route('**/api/ds/query', (route) => route.abort());
    await going.page.getByText('The workspace does not answer').first().waitFor();
    await going.page.getByText('8477').waitFor();
    await going.page.close();
  });
});
