import type { Command } from '../command.js';
import type { Cursor } from './cursor.js';

/** CREATE [OR REPLACE] VIEW, behind those words. */
export function createView(cursor: Cursor, orReplace: boolean): Command {
  const name = cursor.name();
  const columns = cursor.isSymbol('(') ? cursor.parenthesized(() => cursor.identifier()) : [];
  cursor.expectWords('as');
  let { text: query, offset: queryOffset } = cursor.rest();
  if (query === '') throw cursor.error();
  const unbound = /\s+with\s+no\s+schema\s+binding$/i.exec(query);
  if (unbound) query = query.slice(0, unbound.index);
  return {
    kind: 'create-view',
    name,
    columns,
    orReplace,
    noSchemaBinding: unbound !== null,
    query,
    queryOffset,
  };
}

/** DROP VIEW | TABLE names [CASCADE | RESTRICT], behind the object's word. */
export function dropRelations(cursor: Cursor, kind: 'drop-view' | 'drop-table'): Command {
  const ifExists = cursor.ifExists();
  const names = cursor.list(() => cursor.name());
  return { kind, names, ifExists, cascade: cursor.takeOneOf('cascade', 'restrict') === 'cascade' };
}
