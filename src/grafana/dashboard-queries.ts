/** A query of the dashboard, ready for `POST /api/ds/query` but for its data source. */
export interface DashboardQuery {
  panel: string;
  refId: string;
  rawSQL: string;
  /** The Redshift plugin's: 0 a time series, 1 a table. */
  format: number;
}

/** What is read of a panel. */
export interface Panel {
  id?: number;
  title?: string;
  type: string;
  panels?: Panel[];
  targets?: { refId: string; rawSQL?: string; format?: number }[];
}

/**
 * Every query of a dashboard, for whoever runs them without a browser. Grafana's front end fills in `$__interval` and
 * `$__interval_ms` before it asks; here that is done with `intervalMs` (whole seconds). The data source's own macros,
 * `$__timeFilter(…)` and its like, are left for it.
 */
export function dashboardQueries(dashboard: { panels?: Panel[] }, intervalMs = 10_000): DashboardQuery[] {
  return (dashboard.panels ?? []).flatMap((panel) => [
    ...dashboardQueries(panel, intervalMs),
    ...(panel.targets ?? [])
      .filter((target) => target.rawSQL !== undefined)
      .map(({ refId, rawSQL = '', format = 0 }) => ({
        panel: panel.title || panel.type,
        refId,
        rawSQL: rawSQL
          .replaceAll('$__interval_ms', String(intervalMs))
          .replaceAll(/\$__interval\b/g, `${intervalMs / 1000}s`),
        format,
      })),
  ]);
}
