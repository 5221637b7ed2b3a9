import type { ResultColumn } from '../engine/outcome.js';

export type StatementStatus = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

/** Where one page of a result lies: the hour's result file, and the bytes in it. */
export interface PageAddress {
  hour: number;
  offset: number;
  length: number;
  rows: number;
}

/** One SQL of a statement: the only one of ExecuteStatement, or one of a batch. Times are epoch ms. */
export interface SqlRecord {
  sql: string;
  status: StatementStatus;
  createdAt: number;
  updatedAt: number;
  /** ns */
  duration: number;
  error?: string;
  queryId: number;
  hasResultSet: boolean;
  /** Rows returned; for a change the rows changed; -1 where there is no count. */
  resultRows: number;
  /** bytes */
  resultSize: number;
  columns?: ResultColumn[];
  pages?: PageAddress[];
}

/** A statement of the Data API, as it is kept for 24 hours. */
export interface StatementRecord {
  id: string;
  batch: boolean;
  executionMode?: 'TRANSACTION' | 'AUTO_COMMIT';
  sqls: SqlRecord[];
  status: StatementStatus;
  createdAt: number;
  updatedAt: number;
  duration: number;
  error?: string;
  pid: number;
  clusterIdentifier: string;
  database: string;
  dbUser?: string;
  secretArn?: string;
  statementName?: string;
  parameters?: { name: string; value: string }[];
  resultFormat: 'JSON' | 'CSV';
  clientToken?: string;
  sessionId?: string;
  /** The IAM identity that may read it: a role's ARN, or a user's. */
  owner: string;
  /** The database user it runs as. */
  user: string;
}

export function settled(record: { status: StatementStatus }): boolean {
  return record.status === 'FINISHED' || record.status === 'FAILED' || record.status === 'ABORTED';
}
