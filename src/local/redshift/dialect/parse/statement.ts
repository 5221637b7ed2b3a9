import type { Command } from '../command.js';
import { notSupported } from '../sql-error.js';
import { copy } from './copy.js';
import type { Cursor } from './cursor.js';
import * as data from './data.js';
import {
  alterMaterializedView,
  createExternalSchema,
  createMaterializedView,
  refresh,
} from './materialized-view.js';
import { createModel, dropModel, showModel } from './model.js';
import * as principal from './principal.js';
import { alterDefaultPrivileges, grant, revoke } from './privilege.js';
import * as session from './session.js';
import { alterTable, createTable } from './table.js';
import { createView, dropRelations } from './view.js';

/** The statement at the cursor, wholly read. */
export function statement(cursor: Cursor): Command {
  const command = dispatch(cursor);
  cursor.end();
  return command;
}

function dispatch(cursor: Cursor): Command {
  const first = cursor.peek();
  if (first?.text === '(') return query(cursor);
  if (first?.kind !== 'word') throw cursor.error();
  switch (first.value) {
    case 'select':
    case 'with':
    case 'values':
      return query(cursor);
    case 'insert':
    case 'update':
    case 'delete':
      cursor.next();
      return data.change(cursor, first.value);
    case 'begin':
    case 'start':
    case 'commit':
    case 'end':
    case 'rollback':
    case 'abort':
      cursor.next();
      return session.transaction(cursor, first.value);
  }
  const parse = VERBS[first.value];
  if (parse === undefined) {
    if (REFUSED.includes(first.value)) throw notSupported(first.value.toUpperCase(), first.start);
    throw cursor.error();
  }
  cursor.next();
  return parse(cursor);
}

function query(cursor: Cursor): Command {
  cursor.rest();
  return { kind: 'query', text: cursor.text };
}

const VERBS: Record<string, (cursor: Cursor) => Command> = {
  create,
  alter,
  drop,
  refresh,
  grant,
  revoke,
  set: session.set,
  reset: (cursor) => session.namedSetting(cursor, 'reset'),
  show: (cursor) => (cursor.takeWords('model') ? showModel(cursor) : session.namedSetting(cursor, 'show')),
  truncate: (cursor) => {
    cursor.takeWords('table');
    return { kind: 'truncate', table: cursor.name() };
  },
  copy,
  unload: data.unload,
  analyze: (cursor) => maintenance(cursor, 'analyze'),
  vacuum: (cursor) => maintenance(cursor, 'vacuum'),
  explain: (cursor) => {
    cursor.takeWords('verbose');
    const innerOffset = cursor.offset;
    return { kind: 'explain', inner: dispatch(cursor), innerOffset };
  },
  comment: (cursor) => {
    cursor.expectWords('on');
    return session.commentOn(cursor);
  },
};

const REFUSED = [
  'call',
  'merge',
  'lock',
  'declare',
  'fetch',
  'close',
  'prepare',
  'execute',
  'deallocate',
  'cancel',
  'use',
];

function create(cursor: Cursor): Command {
  const orReplace = cursor.takeWords('or', 'replace');
  if (cursor.takeWords('view')) return createView(cursor, orReplace);
  refuse(cursor, orReplace ? 'CREATE OR REPLACE' : 'CREATE');
  if (orReplace) throw cursor.error();
  if (cursor.takeWords('materialized', 'view')) return createMaterializedView(cursor);
  if (cursor.takeWords('external', 'schema')) return createExternalSchema(cursor);
  cursor.takeWords('local');
  const temporary = cursor.takeOneOf('temp', 'temporary') !== undefined;
  if (cursor.takeWords('table')) return createTable(cursor, temporary);
  if (temporary) throw cursor.error();
  if (cursor.takeWords('schema')) return principal.createSchema(cursor);
  if (cursor.takeWords('user')) return principal.createUser(cursor);
  if (cursor.takeWords('group')) return principal.createGroup(cursor);
  if (cursor.takeWords('role')) return { kind: 'create-role', role: cursor.identifier() };
  if (cursor.takeWords('model')) return createModel(cursor);
  throw cursor.error();
}

function alter(cursor: Cursor): Command {
  refuse(cursor, 'ALTER');
  if (cursor.takeWords('default', 'privileges')) return alterDefaultPrivileges(cursor);
  if (cursor.takeWords('materialized', 'view')) return alterMaterializedView(cursor);
  if (cursor.takeWords('table')) return alterTable(cursor);
  if (cursor.takeWords('schema')) return principal.alterSchema(cursor);
  if (cursor.takeWords('user')) return principal.alterUser(cursor);
  if (cursor.takeWords('group')) return principal.alterGroup(cursor);
  throw cursor.error();
}

function drop(cursor: Cursor): Command {
  refuse(cursor, 'DROP');
  if (cursor.takeWords('materialized', 'view')) {
    const ifExists = cursor.ifExists();
    const name = cursor.name();
    return {
      kind: 'drop-materialized-view',
      name,
      ifExists,
      cascade: cursor.takeOneOf('cascade', 'restrict') === 'cascade',
    };
  }
  if (cursor.takeWords('view')) return dropRelations(cursor, 'drop-view');
  if (cursor.takeWords('table')) return dropRelations(cursor, 'drop-table');
  if (cursor.takeWords('schema')) return principal.dropSchema(cursor);
  if (cursor.takeWords('user')) {
    const ifExists = cursor.ifExists();
    return { kind: 'drop-user', users: cursor.list(() => cursor.identifier()), ifExists };
  }
  if (cursor.takeWords('group')) return { kind: 'drop-group', group: cursor.identifier() };
  if (cursor.takeWords('role')) {
    const role = cursor.identifier();
    return { kind: 'drop-role', role, force: cursor.takeOneOf('force', 'restrict') === 'force' };
  }
  if (cursor.takeWords('model')) return dropModel(cursor);
  throw cursor.error();
}

const REFUSED_OBJECTS = [
  'procedure',
  'function',
  'library',
  'database',
  'datashare',
  'identity',
  'masking',
  'rls',
];

function refuse(cursor: Cursor, verb: string): void {
  const object = cursor.peek();
  if (cursor.isWords('external', 'table') || cursor.isWords('external', 'function')) {
    throw notSupported(`${verb} EXTERNAL ${cursor.peek(1)?.value.toUpperCase()}`, object?.start);
  }
  if (object?.kind === 'word' && REFUSED_OBJECTS.includes(object.value)) {
    throw notSupported(`${verb} ${object.value.toUpperCase()}`, object.start);
  }
}

/** ANALYZE and VACUUM, behind those words: accepted with their options, which have no effect on one machine. */
function maintenance(cursor: Cursor, kind: 'analyze' | 'vacuum'): Command {
  cursor.takeWords('verbose');
  cursor.takeOneOf('compression', 'full', 'reindex', 'recluster') ??
    (cursor.takeWords('sort', 'only') || cursor.takeWords('delete', 'only'));
  const token = cursor.peek();
  const table = token?.kind === 'word' || token?.kind === 'quoted' ? cursor.name() : undefined;
  cursor.rest();
  return { kind, ...(table === undefined ? {} : { table }) };
}
