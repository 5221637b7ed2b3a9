import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';

const kept = new WeakMap<DuckDBConnection, Map<string, DuckDBPreparedStatement>>();

/** A statement that runs often, planned once a connection. DuckDB plans it anew by itself when a table changed. */
export async function preparedOnce(
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  const statements = kept.get(connection) ?? new Map<string, DuckDBPreparedStatement>();
  kept.set(connection, statements);
  const there = statements.get(sql);
  if (there) return there;
  const prepared = await connection.prepare(sql);
  statements.set(sql, prepared);
  return prepared;
}

/** Forgets a kept statement, or all that begin so. */
export function forgetPrepared(connection: DuckDBConnection, beginning: string): void {
  const statements = kept.get(connection);
  for (const [sql, prepared] of statements ?? []) {
    if (!sql.startsWith(beginning)) continue;
    prepared.destroySync();
    statements?.delete(sql);
  }
}

/** Runs a kept statement with values; returns the number of rows changed. */
export async function runPrepared(
  connection: DuckDBConnection,
  sql: string,
  values: DuckDBValue[],
): Promise<number> {
  const prepared = await preparedOnce(connection, sql);
  prepared.bind(values);
  const result = await prepared.run();
  return result.rowsChanged;
}
