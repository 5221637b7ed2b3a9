import { readFileSync } from 'node:fs';
import { packagePath } from '../package-root.js';
import type { DashboardQuery, Panel } from './dashboard-queries.js';
import { dataSourceUid, pluginId } from './data-source.js';
import { GrafanaError, type GrafanaHttp } from './http.js';

/** What we read of `dashboard.json`. */
export interface Dashboard {
  uid: string;
  title: string;
  time?: { from: string; to: string };
  panels: Panel[];
  __inputs?: { name: string; type: string; pluginId?: string }[];
}

/** The dashboard of this package. */
export function loadDashboard(): Dashboard {
  return JSON.parse(readFileSync(packagePath('dashboard.json'), 'utf8')) as Dashboard;
}

/** Imports the dashboard with our data source in place of its input. Overwrites: the file is the truth. */
export async function importDashboard(grafana: GrafanaHttp, dashboard: Dashboard): Promise<void> {
  const inputs = (dashboard.__inputs ?? [])
    .filter((input) => input.type === 'datasource')
    .map((input) => ({ name: input.name, type: 'datasource', pluginId, value: dataSourceUid }));
  await grafana.post('/api/dashboards/import', { dashboard, overwrite: true, folderUid: '', inputs });
}

/** The path of a dashboard in its workspace. */
export function dashboardPath(dashboard: Pick<Dashboard, 'uid' | 'title'>): string {
  const slug = dashboard.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `/d/${dashboard.uid}/${slug}`;
}

interface QueryReply {
  results: Record<
    string,
    { status?: number; error?: string; frames?: { data?: { values?: unknown[][] } }[] }
  >;
}

/**
 * Runs one query of the dashboard through the workspace's data source, which is the only proof that it works: the
 * plugin's health check doesn't look at its statement's outcome.
 * @returns the rows that came back, or the error in words
 */
export async function runPanelQuery(
  grafana: GrafanaHttp,
  query: DashboardQuery,
  from: string,
): Promise<{ rows: number } | { error: string }> {
  const { refId, rawSQL, format } = query;
  const datasource = { uid: dataSourceUid, type: pluginId };
  const queries = [{ refId, datasource, rawSQL, format, intervalMs: 10_000, maxDataPoints: 500 }];
  let reply: QueryReply;
  try {
    reply = await grafana.post<QueryReply>('/api/ds/query', { from, to: 'now', queries });
  } catch (error) {
    // Grafana answers 400 when a query fails; the reply then tells which and why.
    if (!(error instanceof GrafanaError) || error.status !== 400 || !error.body.startsWith('{"results"'))
      throw error;
    reply = JSON.parse(error.body) as QueryReply;
  }
  const result = reply.results[refId];
  if (!result || result.error) return { error: result?.error ?? 'no result' };
  return {
    rows: (result.frames ?? []).reduce((sum, frame) => sum + (frame.data?.values?.[0]?.length ?? 0), 0),
  };
}
