import type { Cloud } from '../../cloud.js';
import { AwsError } from '../../protocol/errors.js';
import type { RequestContext } from '../../service.js';
import type { ClusterStore } from '../clusters/cluster-store.js';
import { type Connection, connect, identityOf, invalid } from './connect.js';
import type { Runner } from './runner.js';
import type { DataSession, DataSessions } from './sessions.js';
import type { SqlRecord, StatementRecord } from './statement-record.js';
import type { StatementStore } from './statement-store.js';

/** What the Data API's actions share. */
export interface DataApi {
  cloud: Cloud;
  clusters: ClusterStore;
  store: StatementStore;
  runner: Runner;
  sessions: DataSessions;
}

/** Statements under way on one cluster (Data API quotas). */
const mostActive = 500;
/** Longest text of one SQL; 100 KB in older documentation. */
const longestText = 200 * 1024;
const mostSqls = 40;

let queryId = Math.floor(Date.now() / 1000) % 1_000_000_000;

/**
 * Takes a statement in: checks, saves, begins. A ClientToken that came before answers with its first statement.
 * @throws AwsError ValidationException, ActiveStatementsExceededException
 */
export async function submit(
  api: DataApi,
  // biome-ignore lint/suspicious/noExplicitAny: the codec has checked the input against the API model.
  input: any,
  context: RequestContext,
  batch: boolean,
): Promise<StatementRecord> {
  const texts: string[] = batch ? input.Sqls : [input.Sql];
  checkTexts(texts);
  checkWait(input.WaitTimeSeconds);
  if (input.ClientToken) {
    const earlier = api.store.byToken(input.ClientToken);
    if (earlier && earlier.owner === identityOf(context.caller)) return earlier;
  }
  const session: DataSession | undefined = input.SessionId
    ? api.sessions.get(input.SessionId, context.caller)
    : undefined;
  const connection: Connection =
    session?.connection ?? (await connect(api.cloud, api.clusters, input, context.caller));
  if (api.store.active(connection.cluster.identifier) >= mostActive) {
    throw new AwsError(
      'ActiveStatementsExceededException',
      'Active statements exceeded the allowed quota (500).',
    );
  }
  const now = Date.now();
  const opened =
    session ??
    (input.SessionKeepAliveSeconds
      ? api.sessions.open(connection, context.caller, input.SessionKeepAliveSeconds)
      : undefined);
  const record: StatementRecord = {
    id: api.store.newId(),
    batch,
    ...(batch ? { executionMode: input.ExecutionMode ?? 'TRANSACTION' } : {}),
    sqls: texts.map((sql): SqlRecord => newSql(sql, now)),
    status: 'SUBMITTED',
    createdAt: now,
    updatedAt: now,
    duration: -1,
    pid: opened?.session.pid ?? 0,
    clusterIdentifier: connection.cluster.identifier,
    database: connection.database,
    ...given('dbUser', input.DbUser ?? (input.SecretArn ? undefined : connection.user)),
    ...given('secretArn', input.SecretArn),
    ...given('statementName', input.StatementName),
    ...given('parameters', input.Parameters),
    ...given('clientToken', input.ClientToken),
    ...given('sessionId', opened?.id),
    resultFormat: input.ResultFormat ?? 'JSON',
    owner: identityOf(context.caller),
    user: connection.user,
  };
  api.store.save(record);
  api.runner.submit(record, connection, opened?.session);
  await api.runner.wait(record.id, input.WaitTimeSeconds, context.signal);
  return record;
}

function newSql(sql: string, now: number): SqlRecord {
  queryId++;
  return {
    sql,
    status: 'SUBMITTED',
    createdAt: now,
    updatedAt: now,
    duration: -1,
    queryId,
    hasResultSet: false,
    resultRows: -1,
    resultSize: -1,
  };
}

function given<K extends keyof StatementRecord>(
  key: K,
  value: StatementRecord[K] | undefined,
): Partial<StatementRecord> {
  return value === undefined ? {} : { [key]: value };
}

function checkTexts(texts: string[]): void {
  if (texts.length === 0 || texts.length > mostSqls) {
    throw invalid(
      `1 validation error detected: Value at 'sqls' failed to satisfy constraint: Member must have length between 1 and ${mostSqls}`,
    );
  }
  for (const text of texts) {
    if (text.trim() === '') throw invalid('SQL statement must not be empty.');
    if (Buffer.byteLength(text) > longestText) {
      throw invalid('SQL statement is too long: the maximum size is 200 KB.');
    }
  }
}

/** @throws AwsError ValidationException unless 1 to 30 */
export function checkWait(seconds: number | undefined): void {
  if (seconds !== undefined && (seconds < 0 || seconds > 30)) {
    throw invalid(
      `1 validation error detected: Value '${seconds}' at 'waitTimeSeconds' failed to satisfy constraint: Member must have value less than or equal to 30`,
    );
  }
}

/** The members that ExecuteStatement and BatchExecuteStatement answer. */
export function submitted(record: StatementRecord, waited: boolean): object {
  return {
    Id: record.id,
    CreatedAt: new Date(record.createdAt),
    ClusterIdentifier: record.clusterIdentifier,
    Database: record.database,
    DbUser: record.dbUser,
    SecretArn: record.secretArn,
    SessionId: record.sessionId,
    ...(waited
      ? {
          Status: record.status,
          RedshiftPid: record.pid,
          HasResultSet: record.sqls.some((sql) => sql.hasResultSet),
        }
      : {}),
  };
}
