import { type DataFrame, type DataFrameJSON, dataFrameFromJSON } from '@grafana/data';
import type { Dashboard, Target } from './model.js';
import { workspacePath } from './public-path.js';

/** Why a panel or the page has no fresh data: one plain sentence, and the server's own words where there are any. */
export class ApiError extends Error {
  readonly detail: string | undefined;
  /** HTTP status, or 0 when nothing answered. */
  readonly status: number;

  constructor(message: string, status: number, detail?: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.detail = detail;
  }
}

async function request(path: string, init: RequestInit): Promise<Record<string, unknown>> {
  let response: Response;
  try {
    response = await fetch(`${workspacePath}api/${path}`, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(
      'The workspace does not answer. Is the local cloud running?',
      0,
      'workshop local start',
    );
  }
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  // A query that failed answers with its own status and with results that say why, query by query.
  if (response.ok || body.results !== undefined) return body;
  const words = typeof body.message === 'string' ? body.message : response.statusText;
  if (response.status === 401 || response.status === 403) {
    throw new ApiError(
      'This page may not read the workspace. Open the link that the command prints.',
      response.status,
      'workshop dashboard',
    );
  }
  throw new ApiError(words || `The workspace answered ${response.status}.`, response.status);
}

/** @throws ApiError when there is no such dashboard, or nobody to ask. */
export async function fetchDashboard(uid: string): Promise<Dashboard> {
  const body = await request(`dashboards/uid/${encodeURIComponent(uid)}`, {});
  return body.dashboard as Dashboard;
}

export interface QueryRequest {
  /** epoch ms */
  from: number;
  to: number;
  targets: Target[];
  intervalMs: number;
  maxDataPoints: number;
}

interface QueryResult {
  status?: number;
  error?: string;
  frames?: DataFrameJSON[];
}

/** Runs a panel's queries. @throws ApiError with the first query that failed. */
export async function runQueries(query: QueryRequest, signal: AbortSignal): Promise<DataFrame[]> {
  const body = await request('ds/query', {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      from: String(query.from),
      to: String(query.to),
      queries: query.targets.map((target) => ({
        ...target,
        intervalMs: query.intervalMs,
        maxDataPoints: query.maxDataPoints,
      })),
    }),
  });
  const results = body.results as Record<string, QueryResult>;
  for (const [refId, result] of Object.entries(results)) {
    if (result.error !== undefined) {
      throw new ApiError(inWords(result.error), result.status ?? 500, `Query ${refId}: ${result.error}`);
    }
  }
  return Object.entries(results).flatMap(([refId, result]) =>
    (result.frames ?? []).map((frame) => ({ ...dataFrameFromJSON(frame), refId })),
  );
}

/** What a query's error means to someone who did not write it. */
export function inWords(error: string): string {
  if (/permission denied|not authorized|AccessDenied/i.test(error)) {
    return "Permission denied: the data source's user may not read this.";
  }
  if (/does not exist/i.test(error)) return 'What this panel reads is not there yet.';
  if (/data source.*not found/i.test(error)) return 'The data source of this panel is not there.';
  if (/ECONNREFUSED|ECONNRESET|socket hang up|unavailable|ClusterNotFound|not found/i.test(error)) {
    return 'The data source does not answer.';
  }
  if (/throttl|ActiveStatementsExceeded/i.test(error))
    return 'The cluster is busy: the next refresh tries again.';
  if (/time.?out|timed out/i.test(error)) return 'The query took too long.';
  return 'The query failed.';
}
