import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_PREDICTIONS } from '../../src/grafana/author/queries.js';
import {
  type FakeAnswer,
  type FakeCloud,
  type ReadyWorkspace,
  readyWorkspace,
  startFakeCloud,
} from '../local/grafana/fake-cloud.js';
import { dashboardJson, importDashboard, openBrowser, openPage, shot, soon } from './browser.js';
import { logistics, untrained } from './logistics.js';

let fake: FakeCloud;
let workspace: ReadyWorkspace;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let url = '';
let answer: (sql: string) => FakeAnswer = logistics;

beforeAll(async () => {
  fake = await startFakeCloud((sql) => answer(sql));
  workspace = await readyWorkspace(fake);
  browser = await openBrowser();
  url = await importDashboard(workspace, { ...dashboardJson(), refresh: '1s' } as never);
});
afterAll(async () => {
  await browser?.close();
  await fake?.stop();
});

/** The page with `answers`, once the fleet, the predictions and the transactions are drawn. */
async function open(answers: typeof answer): Promise<{ page: Page; problems: string[] }> {
  answer = answers;
  const { page, problems } = await openPage(browser.context, url, workspace.url);
  await page.getByText('7707').waitFor();
  return { page, problems };
}

/** A panel, by what stands in its frame's head. */
const panel = (page: Page, title: string) =>
  page.locator('.dashboard-cell').filter({ has: page.getByText(title, { exact: true }) });

/** Runs a function's text in the page, on a panel's element. */
function inPanel<T>(page: Page, title: string, read: string): Promise<T> {
  return page.evaluate(`(${read})([...document.querySelectorAll('.dashboard-cell')].find((cell) =>
    [...cell.querySelectorAll('*')].some((each) => each.children.length === 0 && each.textContent === ${JSON.stringify(title)})))`);
}

/** The rows of a panel's table, each cell with its text and what its ground is painted with. */
const cells = (page: Page, title: string) =>
  inPanel<{ text: string; ground: string }[][]>(
    page,
    title,
    `(element) => [...element.querySelectorAll('[role=row]')]
      .map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => ({
        text: cell.textContent.trim(),
        ground: getComputedStyle(cell).backgroundColor,
      })))
      .filter((row) => row.length > 0)`,
  );

/** How far a panel reaches to the right, and each heading of its table, with whether its words are cut off. */
const headings = (page: Page, title: string) =>
  inPanel<{ right: number; columns: { right: number; cut: boolean }[] }>(
    page,
    title,
    `(element) => ({
      right: element.getBoundingClientRect().right,
      columns: [...element.querySelectorAll('[role=columnheader]')].map((heading) => ({
        right: heading.getBoundingClientRect().right,
        cut: [heading, ...heading.querySelectorAll('*')].some(
          (each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1,
        ),
      })),
    })`,
  );

const sizes = [
  [1484, 812],
  [1024, 768],
  [390, 844],
] as const;

describe('the fleet and the predictions on the page', () => {
  it('are numbers in a table whose green diagonal is agreement', async () => {
    const { page, problems } = await open(logistics);
    const rows = await cells(page, 'Predicted against Reported Delay');
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['LOW', '4512', '391', '–'],
      ['MEDIUM', '522', '1377', '158'],
      ['HIGH', '41', '320', '890'],
    ]);
    const grounds = rows.map((row) => row.slice(1).map(({ ground }) => ground));
    const green = 'rgb(55, 135, 45)';
    const [near, far] = ['rgba(255, 152, 48, 0.25)', 'rgba(242, 73, 92, 0.35)'];
    expect(grounds).toEqual([
      [green, near, 'rgba(0, 0, 0, 0)'],
      [near, green, near],
      [far, near, green],
    ]);
    expect((await cells(page, 'Fleet by State'))[1]?.map(({ text }) => text)).toEqual([
      'NSW',
      '15',
      '3',
      '1',
    ]);
    expect((await cells(page, 'Recent Transactions'))[3]?.map(({ text }) => text).slice(3, 5)).toEqual([
      'LOW',
      'LOW',
    ]);
    expect(await page.getByTestId('not-drawn').count()).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('say in words that nothing is predicted yet, and go over to the numbers when there are some', async () => {
    const { page } = await open(untrained);
    await page.getByText(NO_PREDICTIONS).waitFor();
    await page.getByText('not yet', { exact: true }).waitFor();
    const rows = await cells(page, 'Predicted against Reported Delay');
    expect(rows.map((row) => row.slice(1).map(({ text }) => text))).toEqual([['–', '–', '–']]);
    expect(await page.getByText('%').count()).toBe(0);
    expect((await cells(page, 'Recent Transactions'))[5]?.[4]?.text).toBe('–');
    answer = logistics;
    await page.getByText('4512').waitFor();
    expect(await page.getByText(NO_PREDICTIONS).count()).toBe(0);
    await page.close();
  });

  it('say that there is no vehicle yet', async () => {
    const { page } = await open((sql) => ({
      ...logistics(sql),
      ...(sql.includes('fleet_summary') ? { rows: [] } : {}),
    }));
    await expect.poll(() => page.getByText('No vehicles yet').count(), soon).toBe(2);
    await panel(page, 'Fleet Status').scrollIntoViewIfNeeded();
    await shot(page, 'fleet-empty');
    answer = logistics;
    await page.getByText('161').waitFor();
    await page.close();
  });

  it('say that what they read is not there yet, while the other panels go on', async () => {
    const { page } = await open((sql) => {
      if (sql.includes('fleet_summary')) throw new Error('ERROR: relation "fleet_summary" does not exist');
      return logistics(sql);
    });
    await expect.poll(() => page.getByText('What this panel reads is not there yet.').count(), soon).toBe(2);
    await page.getByText('4512').waitFor();
    await panel(page, 'Fleet Status').scrollIntoViewIfNeeded();
    await shot(page, 'fleet-error');
    await page.close();
  });

  it.each([
    ['predicted', logistics],
    ['untrained', untrained],
  ])('fit every screen, %s', async (name, answers) => {
    const { page, problems } = await open(answers);
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await page.evaluate(
        `scrollTo(0, document.querySelectorAll('.row-title')[1].getBoundingClientRect().top + scrollY - 60)`,
      );
      await page.waitForTimeout(500);
      await shot(page, `${name}-${width}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      for (const title of ['Fleet by State', 'Predicted against Reported Delay']) {
        // Every column is in sight without scrolling the table sideways, and every heading is whole.
        const { right, columns } = await headings(page, title);
        expect(columns).toHaveLength(4);
        for (const column of columns) {
          expect(column.right, `${title} ${width}`).toBeLessThanOrEqual(right + 1);
          expect(column.cut, `${title} ${width}`).toBe(false);
        }
      }
      if (width < 500) {
        await panel(page, 'Predicted against Reported Delay').scrollIntoViewIfNeeded();
        // What was out of sight is painted only when it comes into sight.
        await page.waitForTimeout(500);
        await shot(page, `${name}-${width}-table`);
      }
    }
    expect(problems).toEqual([]);
    await page.close();
  });
});
