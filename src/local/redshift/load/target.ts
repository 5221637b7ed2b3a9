import type { DuckDBConnection } from '@duckdb/node-api';
import type { RelationRecord } from '../catalog/records.js';
import { SqlError } from '../dialect/sql-error.js';
import { parseType, type RedshiftType } from '../dialect/types.js';

/** A column that a COPY fills from its files. */
export interface LoadColumn {
  name: string;
  type: RedshiftType;
  notNull: boolean;
}

interface StoredColumn extends LoadColumn {
  hasDefault: boolean;
  identity: boolean;
}

/**
 * The columns that a COPY fills, in the files' order: those it lists, or all in the table's order; an IDENTITY column
 * only with EXPLICIT_IDS (Developer Guide, COPY, column mapping options).
 * @throws SqlError for a column that is not there or comes twice; an IDENTITY column without EXPLICIT_IDS, or the
 * other way round; a NOT NULL column without DEFAULT that is left out
 */
export async function targetColumns(
  connection: DuckDBConnection,
  table: RelationRecord,
  listed: readonly string[],
  explicitIds: boolean,
): Promise<LoadColumn[]> {
  const stored = await storedColumns(connection, table);
  const identity = stored.find((column) => column.identity);
  if (listed.length === 0) return stored.filter((column) => explicitIds || !column.identity);
  const chosen = listed.map((name, index) => {
    const column = stored.find((candidate) => candidate.name === name);
    if (!column) throw new SqlError(`column "${name}" of relation "${table.name}" does not exist`, '42703');
    if (listed.indexOf(name) !== index) {
      throw new SqlError(`column "${name}" specified more than once`, '42701');
    }
    return column;
  });
  if (identity && chosen.includes(identity) !== explicitIds) {
    throw new SqlError(
      explicitIds
        ? `EXPLICIT_IDS needs the IDENTITY column "${identity.name}" in the column list`
        : `cannot set an identity column to a value: "${identity.name}" needs EXPLICIT_IDS`,
      '22023',
    );
  }
  const missing = stored.find((column) => column.notNull && !column.hasDefault && !chosen.includes(column));
  if (missing) throw new SqlError(`Cannot insert a NULL value into column ${missing.name}`, '23502');
  return chosen;
}

async function storedColumns(connection: DuckDBConnection, table: RelationRecord): Promise<StoredColumn[]> {
  const reader = await connection.runAndReadAll(
    'SELECT column_name, is_nullable, column_default FROM duckdb_columns() WHERE schema_name = $1 AND table_name = $2',
    [table.schema, table.name],
  );
  const rows = new Map(
    (reader.getRows() as [string, boolean, string | null][]).map(([name, ...rest]) => [name, rest]),
  );
  return table.columns.map(({ name, type }) => {
    const [nullable = true, defaultValue = null] = rows.get(name) ?? [];
    return {
      name,
      type: parseType(type),
      notNull: !nullable,
      hasDefault: defaultValue !== null,
      identity: /nextval\('redshift_catalog\./.test(defaultValue ?? ''),
    };
  });
}
