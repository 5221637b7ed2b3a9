import type { SqlRecord, StatementRecord } from './statement-record.js';

/** A statement as DescribeStatement answers it. */
export function describeRecord(record: StatementRecord): object {
  const [only] = record.sqls;
  const last = record.sqls.at(-1);
  return {
    Id: record.id,
    SecretArn: record.secretArn,
    DbUser: record.dbUser,
    Database: record.database,
    ClusterIdentifier: record.clusterIdentifier,
    Duration: record.duration,
    Error: record.error,
    Status: record.status,
    CreatedAt: new Date(record.createdAt),
    UpdatedAt: new Date(record.updatedAt),
    RedshiftPid: record.pid,
    HasResultSet: record.sqls.some((sql) => sql.hasResultSet),
    QueryString: record.batch ? undefined : only?.sql,
    ResultRows: record.batch ? (last?.resultRows ?? -1) : only?.resultRows,
    ResultSize: record.batch ? (last?.resultSize ?? -1) : only?.resultSize,
    RedshiftQueryId: record.batch ? 0 : only?.queryId,
    QueryParameters: record.parameters,
    SubStatements: record.batch
      ? record.sqls.map((sql, index) => subStatement(record.id, sql, index))
      : undefined,
    ResultFormat: record.resultFormat,
    SessionId: record.sessionId,
    ExecutionMode: record.executionMode,
  };
}

/** One SQL of a batch; its id is `<statement>:<n>`, counted from 1. */
function subStatement(id: string, sql: SqlRecord, index: number): object {
  return {
    Id: `${id}:${index + 1}`,
    Duration: sql.duration,
    Error: sql.error,
    Status: sql.status,
    CreatedAt: new Date(sql.createdAt),
    UpdatedAt: new Date(sql.updatedAt),
    QueryString: sql.sql,
    ResultRows: sql.resultRows,
    ResultSize: sql.resultSize,
    RedshiftQueryId: sql.queryId,
    HasResultSet: sql.hasResultSet,
  };
}

/** One SQL of a batch as a statement of its own, as DescribeStatement answers `uuid:N`. */
export function describeSub(record: StatementRecord, sql: SqlRecord, index: number): object {
  return {
    ...describeRecord({ ...record, batch: false, sqls: [sql] }),
    ...subStatement(record.id, sql, index),
    Error: sql.error,
    ExecutionMode: undefined,
  };
}
