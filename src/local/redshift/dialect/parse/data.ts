import type { Command } from '../command.js';
import type { Cursor } from './cursor.js';

/** INSERT, UPDATE, DELETE behind their first word; what follows the table is the translation's. */
export function change(cursor: Cursor, kind: 'insert' | 'update' | 'delete'): Command {
  if (kind === 'insert') cursor.expectWords('into');
  if (kind === 'delete') cursor.takeWords('from');
  const table = cursor.name();
  cursor.rest();
  return { kind, text: cursor.text, table };
}

/** COPY, behind that word: the table and its columns; the rest is kept as text. */
export function copy(cursor: Cursor): Command {
  const table = cursor.name();
  const columns = cursor.isSymbol('(') ? cursor.parenthesized(() => cursor.identifier()) : [];
  cursor.expectWords('from');
  if (cursor.rest().text === '') throw cursor.error();
  return { kind: 'copy', text: cursor.text, table, columns };
}

/** UNLOAD ('query') TO …, behind the first word. */
export function unload(cursor: Cursor): Command {
  cursor.expectSymbol('(');
  const query = cursor.string();
  cursor.expectSymbol(')');
  cursor.expectWords('to');
  cursor.rest();
  return { kind: 'unload', text: cursor.text, query };
}

/** CREATE MODEL name …, behind those words: only the name is read here. */
export function createModel(cursor: Cursor): Command {
  const name = cursor.name();
  if (cursor.rest().text === '') throw cursor.error();
  return { kind: 'create-model', text: cursor.text, name };
}
