import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalog } from '../catalog/catalog.js';
import type { Translation } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';

/** Which stream a materialized view's query reads; undefined when it reads none. */
export function streamOf(
  catalog: Catalog,
  translation: Translation,
): { schema: string; name: string } | undefined {
  const streams = translation.relations.filter(
    ({ schema }) => schema !== undefined && catalog.get('schema', schema)?.external !== undefined,
  );
  const [first] = streams;
  if (first?.schema === undefined) return undefined;
  if (
    translation.relations.some((relation) => relation.schema !== first.schema || relation.name !== first.name)
  ) {
    throw notAllowed('a join');
  }
  return { schema: first.schema, name: first.name };
}

/**
 * A streaming view projects and filters one stream and does no more.
 * @throws SqlError naming what is not allowed (Developer Guide, streaming ingestion considerations)
 */
export async function requireProjection(
  connection: DuckDBConnection,
  translation: Translation,
): Promise<void> {
  const reply = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [translation.sql]);
  const parsed = JSON.parse(String(reply.getRows()[0]?.[0] ?? '{}'));
  if (parsed.error) return;
  const node = parsed.statements?.[0]?.node;
  if (node?.type !== 'SELECT_NODE') throw notAllowed('a set operation');
  if (node.cte_map?.map?.length > 0) throw notAllowed('a WITH clause');
  const from = node.from_table?.type;
  if (from !== 'BASE_TABLE') throw notAllowed(from === 'JOIN' ? 'a join' : 'a subquery');
  if (node.group_expressions?.length > 0 || node.having) throw notAllowed('an aggregate');
  const modifier = node.modifiers?.[0]?.type;
  if (modifier !== undefined) throw notAllowed(modifierNames[modifier] ?? 'a modifier');
  const aggregates = await aggregateNames(connection);
  for (const expression of [...(node.select_list ?? []), node.where_clause]) refuse(expression, aggregates);
}

const modifierNames: Record<string, string> = {
  ORDER_MODIFIER: 'an ORDER BY clause',
  LIMIT_MODIFIER: 'a LIMIT clause',
  DISTINCT_MODIFIER: 'DISTINCT',
};

function refuse(expression: unknown, aggregates: Set<string>): void {
  if (Array.isArray(expression)) {
    for (const part of expression) refuse(part, aggregates);
    return;
  }
  if (typeof expression !== 'object' || expression === null) return;
  const { class: kind, function_name: name } = expression as { class?: string; function_name?: string };
  if (kind === 'SUBQUERY') throw notAllowed('a subquery');
  if (kind === 'WINDOW') throw notAllowed('a window function');
  if (kind === 'FUNCTION' && name !== undefined && aggregates.has(name)) throw notAllowed('an aggregate');
  for (const part of Object.values(expression)) refuse(part, aggregates);
}

let known: Set<string> | undefined;

async function aggregateNames(connection: DuckDBConnection): Promise<Set<string>> {
  if (known) return known;
  const rows = await connection.runAndReadAll(
    `SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'
     EXCEPT SELECT function_name FROM duckdb_functions() WHERE function_type <> 'aggregate'`,
  );
  known = new Set(rows.getRows().map((row) => String(row[0])));
  return known;
}

function notAllowed(what: string): SqlError {
  return new SqlError(
    `Streaming materialized views do not support ${what}: they project and filter one stream`,
    '0A000',
  );
}
