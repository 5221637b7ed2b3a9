import type { RelationColumn } from '../dialect/resolver.js';
import type { RedshiftType } from '../dialect/types.js';
import { typeText } from '../dialect/types.js';

/** Columns as the catalog keeps them. */
export function relationColumns(columns: { name: string; type: RedshiftType }[]): RelationColumn[] {
  return columns.map(({ name, type }) => ({ name, type: typeText(type) }));
}
