import type { Command } from '../command.js';
import type { Cursor } from './cursor.js';

/** SET, behind that word. */
export function set(cursor: Cursor): Command {
  if (cursor.takeWords('session', 'authorization')) {
    if (cursor.takeWords('default')) return { kind: 'set-session-authorization', user: undefined };
    const user = cursor.peek()?.kind === 'string' ? cursor.string() : cursor.identifier();
    return { kind: 'set-session-authorization', user };
  }
  const local = cursor.takeWords('local');
  if (!local) cursor.takeWords('session');
  if (cursor.takeWords('time', 'zone')) return { kind: 'set', name: 'timezone', value: value(cursor), local };
  const name = dotted(cursor);
  if (!cursor.takeSymbol('=')) cursor.expectWords('to');
  return { kind: 'set', name, value: value(cursor), local };
}

/** A setting's value: words and lists as written, a string without its quotes. */
function value(cursor: Cursor): string {
  if (cursor.peek()?.kind === 'string' && cursor.peek(1) === undefined) return cursor.string();
  const { text } = cursor.rest();
  if (text === '') throw cursor.error();
  return text;
}

/** RESET and SHOW, behind those words. */
export function namedSetting(cursor: Cursor, kind: 'reset' | 'show'): Command {
  if (cursor.takeWords('time', 'zone')) return { kind, name: 'timezone' };
  if (kind === 'reset' && cursor.takeWords('session', 'authorization')) {
    return { kind: 'set-session-authorization', user: undefined };
  }
  return { kind, name: dotted(cursor) };
}

function dotted(cursor: Cursor): string {
  const parts = [cursor.identifier()];
  while (cursor.takeSymbol('.')) parts.push(cursor.identifier());
  return parts.join('.');
}

const TRANSACTIONS = {
  begin: 'begin',
  start: 'begin',
  commit: 'commit',
  end: 'commit',
  rollback: 'rollback',
  abort: 'rollback',
} as const;

/** BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK, ABORT; isolation levels are accepted, all being SERIALIZABLE. */
export function transaction(cursor: Cursor, word: keyof typeof TRANSACTIONS): Command {
  if (word === 'start') cursor.expectWords('transaction');
  else cursor.takeOneOf('work', 'transaction');
  if (TRANSACTIONS[word] === 'begin') {
    while (!cursor.done) {
      if (cursor.takeWords('isolation', 'level')) {
        cursor.takeWords('serializable') ||
          cursor.takeWords('read', 'committed') ||
          cursor.takeWords('read', 'uncommitted') ||
          cursor.expectWords('repeatable', 'read');
      } else if (!cursor.takeWords('read', 'only')) cursor.expectWords('read', 'write');
      cursor.takeSymbol(',');
    }
  }
  return { kind: TRANSACTIONS[word] };
}

/** COMMENT ON …, behind those words. */
export function commentOn(cursor: Cursor): Command {
  const object = cursor.takeOneOf('table', 'view', 'column', 'schema', 'database', 'constraint');
  if (object === undefined) throw cursor.error();
  const name = [cursor.identifier()];
  while (cursor.takeSymbol('.')) name.push(cursor.identifier());
  if (object === 'constraint') {
    cursor.expectWords('on');
    name.push(cursor.name().name);
  }
  cursor.expectWords('is');
  const comment = cursor.takeWords('null') ? null : cursor.string();
  return { kind: 'comment-on', object, name, comment };
}
