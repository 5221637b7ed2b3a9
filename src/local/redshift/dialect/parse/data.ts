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

/** UNLOAD ('query') TO …, behind the first word. */
export function unload(cursor: Cursor): Command {
  cursor.expectSymbol('(');
  const query = cursor.string();
  cursor.expectSymbol(')');
  cursor.expectWords('to');
  cursor.rest();
  return { kind: 'unload', text: cursor.text, query };
}
