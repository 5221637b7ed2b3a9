import { SqlError } from '../dialect/sql-error.js';

/** What DuckDB threw, in Redshift's words. */
export function translateError(error: unknown): Error {
  if (error instanceof SqlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SqlError(message.split('\n')[0] ?? message, 'XX000');
}
