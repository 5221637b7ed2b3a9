import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { packagePath } from '../../src/package-root.js';
import type { ReadyWorkspace } from '../local/grafana/fake-cloud.js';

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
