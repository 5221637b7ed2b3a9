import type { EngineServices } from '../engine/execution.js';
import { type SqlRecord, type StatementRecord, settled } from './statement-record.js';
import type { StatementStore } from './statement-store.js';

type Row = Record<string, unknown>;

/** The rows of SYS_QUERY_HISTORY and STV_RECENTS for a cluster: the statements that are in memory. */
export function volatileRows(store: StatementStore, cluster: string): EngineServices['volatileRows'] {
  return (view, session, superuser) => {
    const rows = store
      .held()
      .filter((record) => record.clusterIdentifier === cluster && (superuser || record.user === session.user))
      .flatMap((record) =>
        record.sqls.map((sql) => (view === 'stv_recents' ? recent(record, sql) : history(record, sql))),
      );
    return rows;
  };
}

function history(record: StatementRecord, sql: SqlRecord): Row {
  const elapsed = Math.max(0, Math.round(sql.duration / 1000));
  return {
    user_id: 0,
    query_id: sql.queryId,
    query_label: 'default',
    transaction_id: sql.queryId,
    session_id: record.pid,
    database_name: record.database,
    query_type: queryType(sql.sql),
    status: statusWord(sql),
    start_time: time(sql.createdAt),
    end_time: settled(sql) ? time(sql.updatedAt) : null,
    elapsed_time: elapsed,
    execution_time: elapsed,
    error_message: sql.error ?? '',
    returned_rows: Math.max(0, sql.resultRows),
    query_text: masked(sql.sql).slice(0, 4000),
    username: record.user,
  };
}

function recent(record: StatementRecord, sql: SqlRecord): Row {
  return {
    userid: 0,
    status: settled(sql) ? 'Done' : 'Running',
    starttime: time(sql.createdAt),
    duration: Math.max(0, Math.round(sql.duration / 1000)),
    user_name: record.user,
    db_name: record.database,
    query: masked(sql.sql).slice(0, 600),
    pid: settled(sql) ? -1 : record.pid,
  };
}

function statusWord(sql: SqlRecord): string {
  return {
    FINISHED: 'success',
    FAILED: 'failed',
    ABORTED: 'canceled',
    SUBMITTED: 'queued',
    PICKED: 'planning',
    STARTED: 'running',
  }[sql.status];
}

/** System tables show no passwords. */
function masked(text: string): string {
  return text.replace(/(\bpassword\s+)'(?:[^']|'')*'/gi, "$1'***'");
}

function queryType(text: string): string {
  const word = /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? '';
  if (['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'COPY', 'UNLOAD'].includes(word)) return word;
  if (word === 'WITH') return 'SELECT';
  if (word === 'REFRESH') return 'REFRESH';
  return ['CREATE', 'ALTER', 'DROP', 'GRANT', 'REVOKE'].includes(word) ? 'DDL' : 'UTILITY';
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '');
}
