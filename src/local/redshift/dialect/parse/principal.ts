import type { Command } from '../command.js';
import type { UserOptions } from '../command-parts.js';
import type { Cursor } from './cursor.js';

/** CREATE USER, behind those words. */
export function createUser(cursor: Cursor): Command {
  const user = cursor.identifier();
  cursor.takeWords('with');
  return { kind: 'create-user', user, options: userOptions(cursor) };
}

/** ALTER USER, behind those words. */
export function alterUser(cursor: Cursor): Command {
  const user = cursor.identifier();
  cursor.takeWords('with');
  if (cursor.takeWords('rename', 'to'))
    return { kind: 'alter-user', user, options: {}, renameTo: cursor.identifier() };
  return { kind: 'alter-user', user, options: userOptions(cursor) };
}

function userOptions(cursor: Cursor): UserOptions {
  const options: UserOptions = {};
  while (!cursor.done) {
    if (cursor.takeWords('password')) options.password = cursor.takeWords('disable') ? null : cursor.string();
    else if (cursor.takeWords('createdb')) options.createDatabase = true;
    else if (cursor.takeWords('nocreatedb')) options.createDatabase = false;
    else if (cursor.takeWords('createuser')) options.createUser = true;
    else if (cursor.takeWords('nocreateuser')) options.createUser = false;
    else if (cursor.takeWords('syslog', 'access')) {
      const access = cursor.takeOneOf('restricted', 'unrestricted');
      if (access === undefined) throw cursor.error();
      options.syslogAccess = access;
    } else if (cursor.takeWords('valid', 'until')) options.validUntil = cursor.string();
    else if (cursor.takeWords('connection', 'limit')) {
      options.connectionLimit = cursor.takeWords('unlimited') ? 'unlimited' : cursor.number();
    } else if (cursor.takeWords('session', 'timeout')) options.sessionTimeout = cursor.number();
    else if (cursor.takeWords('in', 'group')) options.inGroups = cursor.list(() => cursor.identifier());
    else if (cursor.takeWords('set')) {
      const name = cursor.identifier();
      if (!cursor.takeSymbol('=')) cursor.expectWords('to');
      options.set = { name, value: cursor.rest().text };
    } else throw cursor.error();
  }
  return options;
}

/** CREATE GROUP name [[WITH] USER users], behind CREATE GROUP. */
export function createGroup(cursor: Cursor): Command {
  const group = cursor.identifier();
  cursor.takeWords('with');
  const users = cursor.takeWords('user') ? cursor.list(() => cursor.identifier()) : [];
  return { kind: 'create-group', group, users };
}

/** ALTER GROUP name ADD | DROP USER users, behind ALTER GROUP. */
export function alterGroup(cursor: Cursor): Command {
  const group = cursor.identifier();
  const action = cursor.takeOneOf('add', 'drop');
  if (action === undefined) throw cursor.error();
  cursor.expectWords('user');
  const users = cursor.list(() => cursor.identifier());
  return {
    kind: 'alter-group',
    group,
    add: action === 'add' ? users : [],
    drop: action === 'drop' ? users : [],
  };
}

/** CREATE SCHEMA, behind those words. */
export function createSchema(cursor: Cursor): Command {
  const ifNotExists = cursor.ifNotExists();
  let owner = cursor.takeWords('authorization') ? cursor.identifier() : undefined;
  const schema = owner ?? cursor.identifier();
  if (cursor.takeWords('authorization')) owner = cursor.identifier();
  if (cursor.takeWords('quota') && !cursor.takeWords('unlimited')) {
    cursor.number();
    cursor.takeOneOf('mb', 'gb', 'tb');
  }
  return { kind: 'create-schema', schema, ifNotExists, ...(owner === undefined ? {} : { owner }) };
}

/** DROP SCHEMA, behind those words. */
export function dropSchema(cursor: Cursor): Command {
  const ifExists = cursor.ifExists();
  const schemas = cursor.list(() => cursor.identifier());
  const dropExternalDatabase = cursor.takeWords('drop', 'external', 'database');
  const cascade = cursor.takeOneOf('cascade', 'restrict') === 'cascade';
  return { kind: 'drop-schema', schemas, ifExists, cascade, dropExternalDatabase };
}

/** ALTER SCHEMA name RENAME TO | OWNER TO, behind ALTER SCHEMA. */
export function alterSchema(cursor: Cursor): Command {
  const schema = cursor.identifier();
  if (cursor.takeWords('rename', 'to'))
    return { kind: 'alter-schema', schema, renameTo: cursor.identifier() };
  cursor.expectWords('owner', 'to');
  return { kind: 'alter-schema', schema, owner: cursor.identifier() };
}
