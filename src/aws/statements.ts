import type {
  DescribeStatementCommandOutput,
  Field,
  GetStatementResultCommandOutput,
  StatementData,
} from '@aws-sdk/client-redshift-data';
import { WorkshopError } from '../errors.js';
import type { Clients } from './clients.js';

/** Who runs a statement, and where. */
export interface StatementScope {
  cluster: string;
  database: string;
  dbUser: string;
}

/** A value as the Data API hands it out: DECIMAL, timestamps, SUPER and integers beyond 2^53 are text. */
export type Value = string | number | boolean | null;

export interface StatementResult {
  columns: { name: string; type: string }[];
  rows: Value[][];
  /** Rows returned or touched; -1 where Redshift doesn't say. */
  rowCount: number;
  milliseconds: number;
}

/** A statement that Redshift refused or that was cancelled. `message` is Redshift's own. */
export class StatementError extends WorkshopError {
  readonly sql: string;

  constructor(sql: string, message: string, status: string) {
    super({ code: status === 'ABORTED' ? 'sql-aborted' : 'sql-failed', message });
    this.sql = sql;
  }
}

/** By what a statement is known to other runs of the same work. */
export interface Submission {
  /** Its name on the cluster, which the console shows too. */
  name: string;
  /** Two submissions of one token within eight hours are one statement; at most 64 characters. */
  token: string;
}

/** Seconds that the Data API holds a call open while a statement runs (1–30, long poll). */
const waitSeconds = 20;

/**
 * Runs one statement through the Redshift Data API and waits for it. An abort cancels it on the cluster.
 * @param scope.dbUser signs in by temporary credentials (redshift:GetClusterCredentials)
 * @throws StatementError in Redshift's words
 */
export async function runStatement(
  clients: Clients,
  scope: StatementScope,
  sql: string,
  options: { signal?: AbortSignal; submission?: Submission } = {},
): Promise<StatementResult> {
  const { ExecuteStatementCommand, CancelStatementCommand } = await import('@aws-sdk/client-redshift-data');
  const client = await clients.redshiftData();
  const abort = options.signal ? { abortSignal: options.signal } : {};
  const started = Date.now();
  const { Id } = await client.send(
    new ExecuteStatementCommand({
      ClusterIdentifier: scope.cluster,
      Database: scope.database,
      DbUser: scope.dbUser,
      Sql: sql,
      WaitTimeSeconds: waitSeconds,
      ...(options.submission
        ? { StatementName: options.submission.name, ClientToken: options.submission.token }
        : {}),
    }),
    abort,
  );
  try {
    const state = await ended(clients, Id ?? '', abort);
    if (state.Status !== 'FINISHED') {
      const word = state.Status ?? 'ABORTED';
      throw new StatementError(sql, state.Error ?? `The statement was ${word.toLowerCase()}.`, word);
    }
    const milliseconds = state.Duration ? state.Duration / 1e6 : Date.now() - started;
    const result = state.HasResultSet
      ? await readResult(clients, Id ?? '', abort)
      : { columns: [], rows: [] };
    return { ...result, rowCount: Number(state.ResultRows ?? -1), milliseconds };
  } catch (error) {
    if (options.signal?.aborted) await client.send(new CancelStatementCommand({ Id })).catch(() => undefined);
    throw error;
  }
}

/** Waits for a statement, whoever began it, to end in whatever way. */
async function ended(
  clients: Clients,
  id: string,
  abort: { abortSignal?: AbortSignal },
): Promise<DescribeStatementCommandOutput> {
  const { DescribeStatementCommand } = await import('@aws-sdk/client-redshift-data');
  const client = await clients.redshiftData();
  for (;;) {
    const state = await client.send(
      new DescribeStatementCommand({ Id: id, WaitTimeSeconds: waitSeconds }),
      abort,
    );
    if (['FINISHED', 'FAILED', 'ABORTED'].includes(state.Status ?? '')) return state;
  }
}

/** What became of the statements that were submitted under a name during the last day. */
export interface Settled {
  /** Whether one was still at work, which a run that was killed had begun: it has ended now. */
  waited: boolean;
  /** The id of the newest; undefined when there was none. */
  newest: string | undefined;
}

/**
 * Waits for every statement of a name that is still at work on the cluster: a run that was killed leaves its own
 * behind, and to submit the same again beside it would do the work twice. Statements are seen by the IAM role that
 * submitted them.
 */
export async function settleStatements(
  clients: Clients,
  scope: StatementScope,
  name: string,
  options: { signal?: AbortSignal } = {},
): Promise<Settled> {
  const { paginateListStatements } = await import('@aws-sdk/client-redshift-data');
  const abort = options.signal ? { abortSignal: options.signal } : {};
  const found: StatementData[] = [];
  const pages = paginateListStatements(
    { client: await clients.redshiftData() },
    // Without a status only finished ones are listed, and a name finds all that begin with it.
    { StatementName: name, Status: 'ALL', ClusterIdentifier: scope.cluster, Database: scope.database },
    abort,
  );
  for await (const page of pages) {
    found.push(...(page.Statements ?? []).filter((statement) => statement.StatementName === name));
  }
  const active = found.filter(({ Status }) => ['SUBMITTED', 'PICKED', 'STARTED'].includes(Status ?? ''));
  for (const { Id } of active) await ended(clients, Id ?? '', abort);
  const newest = found.reduce<StatementData | undefined>(
    (last, each) => ((each.CreatedAt?.getTime() ?? 0) > (last?.CreatedAt?.getTime() ?? -1) ? each : last),
    undefined,
  );
  return { waited: active.length > 0, newest: newest?.Id };
}

async function readResult(
  clients: Clients,
  id: string,
  abort: { abortSignal?: AbortSignal },
): Promise<Pick<StatementResult, 'columns' | 'rows'>> {
  const { GetStatementResultCommand } = await import('@aws-sdk/client-redshift-data');
  const client = await clients.redshiftData();
  const rows: Value[][] = [];
  let page: GetStatementResultCommandOutput | undefined;
  do {
    page = await client.send(
      new GetStatementResultCommand({ Id: id, ...(page?.NextToken ? { NextToken: page.NextToken } : {}) }),
      abort,
    );
    for (const record of page.Records ?? []) rows.push(record.map(fieldValue));
  } while (page.NextToken);
  const columns = (page.ColumnMetadata ?? []).map((column) => ({
    name: column.label ?? column.name ?? '',
    type: column.typeName ?? '',
  }));
  return { columns, rows };
}

function fieldValue(field: Field): Value {
  if (field.isNull) return null;
  if (field.stringValue !== undefined) return field.stringValue;
  if (field.longValue !== undefined) return field.longValue;
  if (field.doubleValue !== undefined) return field.doubleValue;
  if (field.booleanValue !== undefined) return field.booleanValue;
  if (field.blobValue !== undefined) return Buffer.from(field.blobValue).toString('hex');
  return null;
}
