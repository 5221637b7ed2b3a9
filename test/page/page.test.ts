import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagePath } from '../../src/package-root.js';
import {
  type FakeCloud,
  type ReadyWorkspace,
  readyWorkspace,
  startFakeCloud,
} from '../local/grafana/fake-cloud.js';
import { dashboardJson, importDashboard, openBrowser } from './browser.js';
import { logistics } from './logistics.js';

let fake: FakeCloud;
let workspace: ReadyWorkspace;
let browser: Awaited<ReturnType<typeof openBrowser>>;
const answer = logistics;

beforeAll(async () => {
  fake = await startFakeCloud((sql) => answer(sql));
  workspace = await readyWorkspace(fake);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await fake?.stop();
});

async function open(url: string): Promise<{ page: Page; outside: string[]; problems: string[] }> {
  const page = await browser.context.newPage();
  const outside: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(workspace.url) && !/^(?:data|blob):/.test(request.url()))
      outside.push(request.url());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(url);
  return { page, outside, problems };
}

describe('the dashboard page', () => {
  it('draws the dashboard from live queries', async () => {
    const { page, outside, problems } = await open(await importDashboard(workspace, dashboardJson()));
    await page.getByText('580.19').waitFor();
    await page.getByText('7707').waitFor();
    await page.waitForTimeout(500);
    mkdirSync(packagePath('dist', 'screenshots'), { recursive: true });
    await page.screenshot({ path: packagePath('dist', 'screenshots', 'dashboard.png') });
    expect(problems).toEqual([]);
    expect(outside).toEqual([]);
  });
});
