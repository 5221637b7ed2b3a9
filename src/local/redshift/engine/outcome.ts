import type { RedshiftType } from '../dialect/types.js';

/** One column of a result. */
export interface ResultColumn {
  name: string;
  type: RedshiftType;
  schemaName: string;
  tableName: string;
}

/**
 * One cell of a result as it is kept: null, a boolean, a number (floats and safe integers), or text (all else;
 * integers beyond 2^53 and NaN or Infinity as text too; VARBYTE in base64).
 */
export type Cell = null | boolean | number | string;

/** Where a statement's rows go. */
export interface RowSink {
  columns(columns: ResultColumn[]): void;
  rows(rows: Cell[][]): Promise<void> | void;
}

/** What a statement did. */
export interface Outcome {
  hasResultSet: boolean;
  /** Rows returned; for INSERT, UPDATE and DELETE the rows changed; -1 where there is no count. */
  rowCount: number;
  notices: string[];
}

/** The outcome of a statement that returns no rows. */
export function done(rowCount = -1, notices: string[] = []): Outcome {
  return { hasResultSet: false, rowCount, notices };
}
