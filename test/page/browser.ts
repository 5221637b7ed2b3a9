import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { packagePath } from '../../src/package-root.js';
import type { ReadyWorkspace } from '../local/grafana/fake-cloud.js';

/** How long a test may wait for what a page will show; a machine may be busy with other tests. */
export const soon = { timeout: 20_000 };

/** A headless Chromium with an empty profile, which asks nothing of any host but ours. */
export async function openBrowser(): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'workshop-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.WORKSHOP_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1484, height: 812 },
    deviceScaleFactor: 1,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A page at `url`, and what went wrong on it: requests to anything but `own`, and errors in its console. */
export async function openPage(
  context: BrowserContext,
  url: string,
  own: string,
): Promise<{ page: Page; outside: string[]; problems: string[] }> {
  const page = await context.newPage();
  const outside: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(own) && !/^(?:data|blob):/.test(request.url())) outside.push(request.url());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(url);
  return { page, outside, problems };
}

/** Writes `.screenshots/<name>.png`, to be looked at. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(packagePath('.screenshots'), { recursive: true });
  await page.screenshot({ path: packagePath('.screenshots', `${name}.png`) });
}

/** Imports a dashboard as the command does, and gives the page's URL. */
export async function importDashboard(workspace: ReadyWorkspace, dashboard: object): Promise<string> {
  const { status, body } = await workspace.api('POST', '/api/dashboards/import', {
    dashboard,
    overwrite: true,
    inputs: [
      {
        name: 'DS_REDSHIFT',
        type: 'datasource',
        pluginId: 'grafana-redshift-datasource',
        value: 'redshift-streaming',
      },
    ],
  });
  if (status !== 200) throw new Error(`import answered ${status}: ${JSON.stringify(body)}`);
  const { importedUrl } = body as { importedUrl: string };
  return `${workspace.url.replace(/\/g-.*/, '')}${importedUrl}?token=${workspace.pageToken}`;
}

/** The dashboard as the repository holds it. */
export function dashboardJson(): Record<string, never> {
  return JSON.parse(readFileSync(packagePath('dashboard.json'), 'utf8'));
}
