import { type FrameJson, frameJson } from '../query/frame.js';
import { longToWide } from '../query/long-to-wide.js';
import { expandMacros } from '../query/macros.js';
import { parseTimeRange, type TimeRange } from '../query/time-range.js';
import { redshiftPlugin } from './plugins.js';
import { HttpError } from './respond.js';
import type { ApiRequest, Route } from './route.js';

/** The Redshift plugin's `format`. */
const timeSeries = 0;
const table = 1;

interface Query {
  refId?: string;
  datasource?: { uid?: string; type?: string };
  datasourceId?: number;
  rawSQL?: string;
  format?: number;
  schema?: string;
  table?: string;
  column?: string;
}

interface Result {
  status: number;
  frames?: FrameJson[];
  error?: string;
  errorSource?: string;
}

/**
 * POST /api/ds/query: each query by itself, all at once. The answer is 200 when all went well and 400 when any did not,
 * with a result for each either way, as Grafana has it.
 */
async function query(request: ApiRequest) {
  const queries = request.body.queries as Query[] | undefined;
  if (!Array.isArray(queries) || queries.length === 0) throw new HttpError(400, 'no queries found');
  let range: TimeRange;
  try {
    range = parseTimeRange(request.body.from, request.body.to, Date.now());
  } catch (error) {
    throw new HttpError(400, (error as Error).message);
  }
  const answers = await Promise.all(
    queries.map(
      async (one): Promise<[string, Result]> => [one.refId ?? 'A', await answer(request, one, range)],
    ),
  );
  const failed = answers.some(([, result]) => result.error !== undefined);
  return { status: failed ? 400 : 200, body: { results: Object.fromEntries(answers) } };
}

async function answer(request: ApiRequest, one: Query, range: TimeRange): Promise<Result> {
  const { contents, workspace, queries } = request;
  const source = contents.value.dataSources.find(
    (candidate) => candidate.uid === one.datasource?.uid || candidate.id === one.datasourceId,
  );
  if (source === undefined) throw new HttpError(404, 'Data source not found');
  if (!contents.value.plugins.some((plugin) => plugin.id === redshiftPlugin)) {
    throw new HttpError(404, 'Plugin not found', { messageId: 'plugin.notRegistered' });
  }
  const refId = one.refId ?? 'A';
  const format = one.format ?? timeSeries;
  if (format !== timeSeries && format !== table) {
    return failure(400, `format ${format} is not supported: 0 is a time series, 1 a table`, 'plugin');
  }
  try {
    const { schema = '', table: tableName = '', column = '' } = one;
    const sql = expandMacros(one.rawSQL ?? '', { ...range, schema, table: tableName, column });
    const frame = await queries.run(workspace.workspaceRoleArn, source.jsonData, sql);
    const rows = frame.fields[0]?.values.length ?? 0;
    // No rows are no time series: the plugin answers with no frame at all.
    if (format === timeSeries && rows === 0) return { status: 200, frames: [] };
    const shaped = format === timeSeries ? longToWide(frame) : frame;
    return { status: 200, frames: [frameJson(shaped, refId, sql, format === timeSeries)] };
  } catch (error) {
    return failure(500, `error querying the database: ${words(error)}`, 'downstream');
  }
}

function failure(status: number, error: string, errorSource: string): Result {
  return { status, error, errorSource, frames: [] };
}

/** AWS's code is worth as much to the reader as its words. */
function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && !error.message.includes(code)
    ? `${code}: ${error.message}`
    : error.message;
}

export const queryRoutes: Route[] = [
  { method: 'POST', path: '/api/ds/query', role: 'VIEWER', handle: query },
];
