import type { Catalog } from '../catalog/catalog.js';
import { type RelationRecord, relationKey } from '../catalog/records.js';
import type { RelationColumn } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';
import { parseType, typeText } from '../dialect/types.js';

/**
 * Holds CREATE OR REPLACE VIEW to Redshift's rule: the new query gives the identical columns, of the same names and types
 * (Developer Guide, CREATE VIEW; the words are PostgreSQL 8.0's). Views without schema binding keep no columns to hold to.
 * @throws SqlError `cannot change number of columns in view` and its like
 */
export function requireReplaceable(
  catalog: Catalog,
  old: RelationRecord,
  next: { columns: readonly RelationColumn[]; dependsOn: readonly string[]; late: boolean },
): void {
  const key = relationKey(old.schema, old.name);
  if (reads(catalog, next.dependsOn, key)) {
    throw new SqlError(`infinite recursion detected in rules for relation "${old.name}"`, '42P16');
  }
  if (old.lateBinding || next.late) return;
  if (next.columns.length < old.columns.length) throw changed('cannot drop columns from view');
  if (next.columns.length > old.columns.length) throw changed('cannot change number of columns in view');
  for (const [index, column] of old.columns.entries()) {
    const replacement = next.columns[index] as RelationColumn;
    if (replacement.name !== column.name) throw changed(`cannot change name of view column "${column.name}"`);
    if (!sameType(replacement.type, column.type)) {
      throw changed(`cannot change data type of view column "${column.name}"`);
    }
  }
}

// The widest VARCHAR is what a column has whose length no one knows here: Redshift would know it, so it is not held
// against the view.
function sameType(left: string, right: string): boolean {
  const [one, other] = [parseType(left), parseType(right)];
  if (
    one.name === 'varchar' &&
    other.name === 'varchar' &&
    (one.length === 65_535 || other.length === 65_535)
  )
    return true;
  return typeText(one) === typeText(other);
}

function reads(catalog: Catalog, keys: readonly string[], sought: string): boolean {
  const seen = new Set<string>();
  const waiting = [...keys];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (key === sought) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    waiting.push(...(catalog.get('relation', key)?.dependsOn ?? []));
  }
  return false;
}

function changed(words: string): SqlError {
  return new SqlError(words, '42P16');
}
