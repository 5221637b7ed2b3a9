import type { Catalog } from '../catalog/catalog.js';
import { nameResolver } from '../catalog/name-resolver.js';
import type { RelationRecord } from '../catalog/records.js';
import type { SystemColumns } from '../catalog/system-views.js';
import { translate } from '../dialect/translate.js';
import { newSession } from '../engine/session.js';

// A record is never changed in place, so it is the key: another definition is another record.
const translated = new WeakMap<RelationRecord, string>();

/** DuckDB's text of a materialized view's query, as its owner would run it. */
export async function bodyOf(
  catalog: Catalog,
  view: RelationRecord,
  system: SystemColumns,
  database: string,
): Promise<string> {
  const known = translated.get(view);
  if (known !== undefined) return known;
  const session = newSession(view.owner, database);
  const resolver = nameResolver(catalog, session, system, {
    streams: view.materialized?.stream !== undefined,
  });
  const { sql } = await translate(view.query ?? '', resolver);
  translated.set(view, sql);
  return sql;
}
