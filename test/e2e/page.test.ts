import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser, openPage, shot, soon } from '../page/browser.js';
import { Computer } from './cli.js';
import { bars, cells, indicator, legendTotals, watchCanvas } from './page-values.js';

const computer = new Computer();
let browser: Awaited<ReturnType<typeof openBrowser>>;
let url = '';

beforeAll(async () => {
  browser = await openBrowser();
  await watchCanvas(browser.context);
  const made = await computer.json<{ dashboardUrl: string }>('setup', '--target', 'local', '--yes');
  ({ url } = await computer.json<{ url: string }>('dashboard'));
  expect(url).toBe(made.dashboardUrl);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await computer.clear();
});

const open = (address: string) => openPage(browser.context, address, new URL(url).origin);
/** A range that no row leaves while the tests run. */
const hour = () => `${url}&from=now-1h&to=now`;
const grafana = (sql: string) => computer.query(sql, '--user', 'redshift_data_api_user');
const count = async (where = 'TRUE') =>
  Number((await computer.query(`SELECT COUNT(*) FROM consignments WHERE ${where}`))[0]?.[0]);
/** What the panels say that keep old rows, with the server's own words. */
const stale = (page: Page) => page.getByTestId('stale').allTextContents();
const shown = (page: Page) => indicator(page, 'Number of Consignments').then(Number);

/** A range that nothing arrives in any more: what is in it stays as it is. In whole seconds, as the macro writes them. */
async function settledRange(): Promise<{ where: string; address: string }> {
  const newest = await computer.query(
    'SELECT EXTRACT(EPOCH FROM MAX(approximate_arrival_timestamp)) FROM order_stream',
  );
  const to = Math.floor(Number(newest[0]?.[0])) - 3;
  const from = to - 3600;
  const iso = (seconds: number) => `'${new Date(seconds * 1000).toISOString().replace('.000', '')}'`;
  return {
    where: `approximate_arrival_timestamp BETWEEN ${iso(from)} AND ${iso(to)}`,
    address: `${url}&from=${from * 1000}&to=${to * 1000}`,
  };
}

/** As Grafana's unit 'short' writes it with two decimals. */
const short = (value: number) =>
  Math.abs(value) >= 1000 ? `${(value / 1000).toFixed(2)} K` : value.toFixed(2);

describe('the dashboard of a workshop that is live', () => {
  it('moves: each refresh shows what has arrived, between the counts before and after it', async () => {
    const { page, outside, problems } = await open(url);
    await expect.poll(() => shown(page).catch(() => 0), soon).toBeGreaterThan(0);
    const first = await shown(page);
    for (let before = await count(), round = 0; round < 2; round++) {
      // What the page shows next was asked for after `before` was counted.
      await expect.poll(() => shown(page), { timeout: 30_000 }).toBeGreaterThanOrEqual(before);
      const now = await shown(page);
      before = await count();
      expect(now).toBeLessThanOrEqual(before);
    }
    await expect.poll(() => shown(page), { timeout: 30_000 }).toBeGreaterThan(first);
    await shot(page, 'live');
    expect(problems).toEqual([]);
    expect(outside).toEqual([]);
    await page.close();
  });

  it('draws exactly what SQL says, in every panel', async () => {
    const { where, address } = await settledRange();
    await expect.poll(() => count(where), { timeout: 30_000 }).toBeGreaterThan(0);
    const [[consignments, revenue, cost, days] = [], states, delays] = await Promise.all([
      grafana(
        `SELECT COUNT(*), SUM(revenue), SUM(cost), AVG(days_to_deliver::FLOAT) FROM consignments WHERE ${where}`,
      ).then((rows) => (rows[0] ?? []).map(Number)),
      grafana(
        `SELECT delivery_state, SUM(CASE WHEN delay_probability = 'HIGH' THEN 1 ELSE 0 END), COUNT(*)
         FROM consignments WHERE ${where} GROUP BY 1 ORDER BY 1`,
      ),
      grafana(`SELECT delay_probability, COUNT(*) FROM consignments WHERE ${where} GROUP BY 1`),
    ]);
    const { page, problems } = await open(address);
    await expect.poll(() => shown(page).catch(() => 0), soon).toBe(consignments);
    expect(await indicator(page, 'Revenue')).toBe(short(Number(revenue)));
    expect(await indicator(page, 'Cost')).toBe(short(Number(cost)));
    expect(await indicator(page, 'Profit')).toBe(short(Number(revenue) - Number(cost)));
    expect(await indicator(page, 'Average Delivery Days')).toBe(Number(days).toFixed(1));

    const total = (level: string) => Number(delays.find(([name]) => name === level)?.[1] ?? 0);
    await expect
      .poll(() => legendTotals(page), soon)
      .toEqual({
        'High Probability': total('HIGH'),
        'Medium Probability': total('MEDIUM'),
        'Low Probability': total('LOW'),
      });

    expect(states.length).toBeGreaterThan(3);
    expect(states.length).toBeLessThanOrEqual(8);
    const drawn = await bars(page);
    expect(drawn.names).toEqual(states.map(([name]) => name));
    const widest = Math.max(...states.map(([, , all]) => Number(all)));
    for (const [name, high, all] of states.map((row) => [row[0], Number(row[1]), Number(row[2])] as const)) {
      if (all > high) expect(drawn.values, String(name)).toContain(String(all - high));
      // The first number stands inside the second bar, and is left out where that is too short for it.
      if (high > 0 && (all - high) / widest > 0.1) expect(drawn.values, String(name)).toContain(String(high));
    }

    // Predictions of what is in the range, and reports of vehicles, may still come: both are asked until they agree.
    const agree = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 500 });
    await agree(async () => {
      const newest = await grafana(
        `SELECT consignmentid, origin_state, delivery_state, delay_probability, predicted_delay, delivery_distance,
           revenue, cost
         FROM consignments WHERE ${where}
         ORDER BY approximate_arrival_timestamp DESC, consignmentid DESC LIMIT 8`,
      );
      expect((await cells(page, 'Recent Transactions')).slice(0, 8)).toEqual(
        newest.map(([id, origin, destination, delay, predicted, distance, earned, spent]) => [
          String(id),
          origin,
          destination,
          delay,
          predicted ?? '–',
          `${Math.round(Number(distance))} km`,
          Number(earned).toFixed(2),
          Number(spent).toFixed(2),
        ]),
      );
    });
    await agree(async () => {
      const pairs = await grafana(
        `SELECT delay_probability, predicted_delay, COUNT(*) FROM consignments
         WHERE ${where} AND predicted_delay IS NOT NULL GROUP BY 1, 2`,
      );
      const levels = ['LOW', 'MEDIUM', 'HIGH'].filter((level) => total(level) > 0);
      const counted = (reported: string, predicted: string) =>
        String(pairs.find(([one, other]) => one === reported && other === predicted)?.[2] ?? '–');
      const none = [['No predictions yet: the model may still be training', '–', '–', '–']];
      expect(await cells(page, 'Predicted against Reported Delay')).toEqual(
        pairs.length === 0
          ? none
          : levels.map((reported) => [
              reported,
              ...['LOW', 'MEDIUM', 'HIGH'].map((predicted) => counted(reported, predicted)),
            ]),
      );
    });
    await agree(async () => {
      const fleet = await grafana(
        'SELECT state, on_the_move, scheduled_maintenance, unscheduled_maintenance, vehicles FROM fleet_summary ORDER BY state',
      );
      expect(await cells(page, 'Fleet by State')).toEqual(fleet.map((row) => row.slice(0, 4).map(String)));
      const vehicles = fleet.reduce((sum, row) => sum + Number(row[4]), 0);
      expect(await indicator(page, 'Vehicles')).toBe(String(vehicles));
    });
    await shot(page, 'live-settled');
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    [1024, 768],
    [390, 844],
  ])('fits a screen of %i × %i: nothing of the page is cut off at its side', async (width, height) => {
    const { page, problems } = await open(url);
    await page.setViewportSize({ width, height });
    await expect.poll(() => shown(page).catch(() => 0), soon).toBeGreaterThan(0);
    await page.waitForTimeout(500);
    await shot(page, `live-${width}`);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    // Each indicator keeps to its own place: no text begins before the one beside it ends.
    const boxes = await Promise.all(
      ['Revenue', 'Cost', 'Profit', 'Average Delivery Days', 'Number of Consignments'].map((name) =>
        page.getByText(name, { exact: true }).first().locator('..').locator('span').first().boundingBox(),
      ),
    );
    for (const [index, box] of boxes.entries()) {
      expect(box).not.toBeNull();
      for (const other of boxes.slice(index + 1)) {
        if (box === null || other === null || Math.abs(other.y - box.y) > box.height) continue;
        expect(other.x).toBeGreaterThanOrEqual(box.x + box.width);
      }
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  it('waits for rows that may come, and says where none came', async () => {
    const { page } = await open(`${url}&from=now%2B1h&to=now%2B2h`);
    await expect.poll(() => page.getByText('Waiting for the first rows').count(), soon).toBe(6);
    await shot(page, 'live-waiting');
    await page.close();
    const past = await open(`${url}&from=1700000000000&to=1700000300000`);
    await expect.poll(() => past.page.getByText('No data').count(), soon).toBe(6);
    await past.page.close();
  });

  it('says what to do to who has no token', async () => {
    const stranger = await openBrowser();
    try {
      const page = await stranger.context.newPage();
      const answer = await page.goto(url.replace(/\?.*/, ''));
      expect(answer?.status()).toBe(401);
      await page.getByText('workshop dashboard').waitFor();
      await shot(page, 'live-no-token');
    } finally {
      await stranger.close();
    }
  });

  it('says that Grafana’s user may not read, until it may again', async () => {
    const { page } = await open(hour());
    await expect.poll(() => shown(page).catch(() => 0), soon).toBeGreaterThan(0);
    const last = await shown(page);
    await computer.query('REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM redshift_data_api_user');
    await expect.poll(() => page.getByTestId('stale').count(), soon).toBe(8);
    expect(await page.getByTestId('stale').first().textContent()).toContain('Permission denied');
    expect(await shown(page)).toBeGreaterThanOrEqual(last);
    await shot(page, 'live-stale');
    const fresh = await open(url);
    await expect.poll(() => fresh.page.getByText(/permission denied for relation/).count(), soon).toBe(8);
    await shot(fresh.page, 'live-denied');
    await fresh.page.close();
    await computer.query('GRANT SELECT ON ALL TABLES IN SCHEMA public TO redshift_data_api_user');
    await expect.poll(() => stale(page), soon).toEqual([]);
    await page.close();
  });

  it('keeps its last rows while the cloud is stopped, and goes on when it starts', async () => {
    const { page } = await open(hour());
    await expect.poll(() => shown(page).catch(() => 0), soon).toBeGreaterThan(0);
    await computer.json('local', 'stop');
    await expect.poll(() => page.getByTestId('stale').count(), soon).toBe(8);
    expect(await page.getByTestId('stale').first().textContent()).toContain('does not answer');
    const kept = await shown(page);
    expect(kept).toBeGreaterThan(0);
    expect((await cells(page, 'Recent Transactions')).length).toBeGreaterThan(0);
    await shot(page, 'live-stopped');
    await computer.json('local', 'start');
    expect((await computer.json<{ url: string }>('dashboard')).url).toBe(url);
    await expect.poll(() => stale(page), { timeout: 30_000 }).toEqual([]);
    await expect.poll(() => shown(page), { timeout: 40_000 }).toBeGreaterThan(kept);
    await shot(page, 'live-again');
    await page.close();
  });
});
