import type { Catalog } from '../catalog/catalog.js';
import { dropGrantsOn } from '../catalog/grants.js';
import { type RelationRecord, relationKey } from '../catalog/records.js';
import { SqlError } from '../dialect/sql-error.js';
import type { Transaction } from './database.js';
import { qualified } from './identifiers.js';

/** The views that read a relation and are bound to it, nearest first, without repetition. */
export function dependentsOf(catalog: Catalog, relation: RelationRecord): RelationRecord[] {
  const found: RelationRecord[] = [];
  const waiting = [relationKey(relation.schema, relation.name)];
  for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
    for (const candidate of catalog.all('relation')) {
      if (candidate.lateBinding || !candidate.dependsOn.includes(key) || found.includes(candidate)) continue;
      found.push(candidate);
      waiting.push(relationKey(candidate.schema, candidate.name));
    }
  }
  return found;
}

/**
 * Drops relations with, if `cascade`, all that reads them.
 * @throws SqlError `cannot drop table x because other objects depend on it`
 */
export async function dropRelations(
  transaction: Transaction,
  relations: RelationRecord[],
  cascade: boolean,
): Promise<void> {
  const all = new Set(relations);
  for (const relation of relations) {
    for (const dependent of dependentsOf(transaction.catalog, relation)) {
      if (!cascade && !all.has(dependent)) {
        throw new SqlError(
          `cannot drop ${relation.kind} ${relation.name} because other objects depend on it`,
          '2BP01',
        );
      }
      all.add(dependent);
    }
  }
  for (const relation of [...all].reverse()) await dropOne(transaction, relation);
}

async function dropOne({ connection, catalog }: Transaction, relation: RelationRecord): Promise<void> {
  const what = relation.kind === 'view' ? 'VIEW' : 'TABLE';
  await connection.run(`DROP ${what} IF EXISTS ${qualified(relation.schema, relation.name)}`);
  const key = relationKey(relation.schema, relation.name);
  catalog.remove('relation', key);
  dropGrantsOn(catalog, `relation:${key}`);
  if (!relation.materialized?.stream) return;
  await connection.run('DELETE FROM redshift_catalog.checkpoints WHERE mv_id = $1', [BigInt(relation.id)]);
}
