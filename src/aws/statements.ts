import type { Field, GetStatementResultCommandOutput } from '@aws-sdk/client-redshift-data';
import { WorkshopError } from '../errors.js';
import type { Clients } from './clients.js';

/** Who runs a statement, and where. */
export interface StatementScope {
  cluster: string;
  database: string;
  dbUser: string;
}

/** A value as the Data API hands it out: DECIMAL, timestamps and SUPER are text. */
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
  options: { signal?: AbortSignal } = {},
): Promise<StatementResult> {
  const { ExecuteStatementCommand, DescribeStatementCommand, CancelStatementCommand } = await import(
    '@aws-sdk/client-redshift-data'
  );
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
    }),
    abort,
  );
  try {
    for (;;) {
      const state = await client.send(
        new DescribeStatementCommand({ Id, WaitTimeSeconds: waitSeconds }),
        abort,
      );
      if (state.Status === 'FAILED' || state.Status === 'ABORTED') {
        throw new StatementError(
          sql,
          state.Error ?? `The statement was ${state.Status.toLowerCase()}.`,
          state.Status,
        );
      }
      if (state.Status === 'FINISHED') {
        const milliseconds = state.Duration ? state.Duration / 1e6 : Date.now() - started;
        const result = state.HasResultSet
          ? await readResult(clients, Id ?? '', abort)
          : { columns: [], rows: [] };
        return { ...result, rowCount: Number(state.ResultRows ?? -1), milliseconds };
      }
    }
  } catch (error) {
    if (options.signal?.aborted) await client.send(new CancelStatementCommand({ Id })).catch(() => undefined);
    throw error;
  }
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
