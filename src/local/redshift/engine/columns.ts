import type { RelationColumn, Translation } from '../dialect/resolver.js';
import type { RedshiftType } from '../dialect/types.js';
import { typeText } from '../dialect/types.js';
import type { Execution } from './execution.js';
import { describeQuery, prepareToRead } from './query.js';

/** Columns as the catalog keeps them. */
export function relationColumns(columns: { name: string; type: RedshiftType }[]): RelationColumn[] {
  return columns.map(({ name, type }) => ({ name, type: typeText(type) }));
}

/**
 * The columns of what a query makes (a view, a table), under the names that the statement gives to the first of them.
 * @throws SqlError where the user may not read what the query reads
 */
export async function columnsOf(
  execution: Execution,
  translation: Translation,
  names: readonly string[] = [],
): Promise<RelationColumn[]> {
  await prepareToRead(execution, translation);
  const columns = relationColumns(await describeQuery(execution, translation));
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}
