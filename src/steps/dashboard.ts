import { setTimeout as sleep } from 'node:timers/promises';
import { namesOf } from '../config.js';
import { WorkshopError } from '../errors.js';
import { importDashboard, loadDashboard, runPanelQuery } from '../grafana/dashboard.js';
import { dashboardQueries } from '../grafana/dashboard-queries.js';
import { ensureDataSource, installPlugin } from '../grafana/data-source.js';
import { GrafanaHttp } from '../grafana/http.js';
import { temporaryToken } from '../grafana/token.js';
import { dashboardUrl } from './find-dashboard.js';
import { clientsOf, type Step, type StepContext, targetOf } from './step.js';

const sessions = new WeakMap<StepContext, Promise<GrafanaHttp>>();

/** One token a run, whatever asks for it; removed at the end. */
function grafanaOf(context: StepContext): Promise<GrafanaHttp> {
  let session = sessions.get(context);
  if (!session) {
    session = (async () => {
      const workspace = context.workspace;
      if (!workspace) throw new Error('the step does not need "workspace"');
      const { token, remove } = await temporaryToken(clientsOf(context), workspace.id, 'setup');
      context.closing.push(remove);
      return new GrafanaHttp(targetOf(context).workspaceUrl(workspace), token);
    })();
    sessions.set(context, session);
  }
  return session;
}

/** Data source and dashboard in the workspace. */
export const dashboardStep: Step = {
  id: 'dashboard',
  title: 'Data source and dashboard',
  needs: ['workspace'],
  async run(context) {
    const grafana = await grafanaOf(context);
    await installPlugin(grafana);
    const source = await ensureDataSource(grafana, namesOf(context.config).cluster, targetOf(context).region);
    const dashboard = loadDashboard();
    await importDashboard(grafana, dashboard);
    const target = targetOf(context);
    const workspace = context.workspace;
    if (!workspace) throw new Error('the step does not need "workspace"');
    context.dashboardUrl = dashboardUrl(target, workspace);
    return source === 'there' ? { already: 'are there' } : { done: `'${dashboard.title}' imported` };
  },
};

/** How long the first rows may take: the streams' first refresh on AWS goes through the network's set-up. */
const patienceMilliseconds = 3 * 60_000;

/** What a query reads that has no rows until the model is trained, for which nobody waits. */
const predicted = /\bpredicted_delay\b/;

/** The proof: every query of the dashboard, through the data source, as redshift_data_api_user, until it has rows. */
export const firstRowsStep: Step = {
  id: 'first-rows',
  title: 'First rows in the dashboard',
  needs: ['schedules', 'dashboard'],
  async run(context, report) {
    const grafana = await grafanaOf(context);
    const dashboard = loadDashboard();
    const queries = dashboardQueries(dashboard);
    const deadline = Date.now() + patienceMilliseconds;
    for (;;) {
      const results = await Promise.all(
        queries.map(async (query) => ({
          query,
          result: await runPanelQuery(grafana, query, dashboard.time?.from ?? 'now-1h'),
        })),
      );
      const failed = results.find(({ result }) => 'error' in result);
      if (failed && 'error' in failed.result) {
        throw new WorkshopError({
          code: 'dashboard-query-failed',
          message: `The dashboard's query '${failed.query.panel}' failed.`,
          why: failed.result.error,
          next: 'workshop status',
        });
      }
      const empty = results.filter(
        ({ query, result }) => 'rows' in result && result.rows === 0 && !predicted.test(query.rawSQL),
      ).length;
      if (empty === 0) return { done: `${queries.length} queries answer` };
      report('queries have rows', queries.length - empty, queries.length);
      if (Date.now() > deadline) {
        throw new WorkshopError({
          code: 'no-rows',
          message: `No rows have come through after ${patienceMilliseconds / 60_000} minutes.`,
          next: 'workshop status  (it says where they stop)',
        });
      }
      await sleep(200, undefined, { signal: context.signal });
    }
  },
};
