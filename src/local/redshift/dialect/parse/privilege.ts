import type { Command } from '../command.js';
import type { Grantees, GrantTargets } from '../command-parts.js';
import { notSupported } from '../sql-error.js';
import type { Cursor } from './cursor.js';

const PRIVILEGES = [
  'select',
  'insert',
  'update',
  'delete',
  'drop',
  'references',
  'alter',
  'truncate',
  'usage',
  'create',
  'temporary',
  'temp',
  'execute',
  'explain',
  'trigger',
  'rule',
];

/** GRANT, behind that word: privileges on something, or roles. */
export function grant(cursor: Cursor): Command {
  if (cursor.takeWords('role')) {
    const roles = cursor.list(() => cursor.identifier());
    cursor.expectWords('to');
    return { kind: 'grant-role', roles, to: grantees(cursor) };
  }
  if (cursor.takeWords('create', 'model', 'to'))
    return { kind: 'grant-system', privilege: 'CREATE MODEL', grantees: grantees(cursor) };
  const privileges = privilegeList(cursor);
  cursor.expectWords('on');
  const on = targets(cursor);
  cursor.expectWords('to');
  const to = grantees(cursor);
  return { kind: 'grant', privileges, on, to, withGrantOption: cursor.takeWords('with', 'grant', 'option') };
}

/** REVOKE, behind that word. */
export function revoke(cursor: Cursor): Command {
  if (cursor.takeWords('role')) {
    const roles = cursor.list(() => cursor.identifier());
    cursor.expectWords('from');
    return { kind: 'revoke-role', roles, from: grantees(cursor) };
  }
  if (cursor.takeWords('create', 'model', 'from'))
    return { kind: 'revoke-system', privilege: 'CREATE MODEL', grantees: grantees(cursor) };
  const grantOptionFor = cursor.takeWords('grant', 'option', 'for');
  const privileges = privilegeList(cursor);
  cursor.expectWords('on');
  const on = targets(cursor);
  cursor.expectWords('from');
  const from = grantees(cursor);
  cursor.takeOneOf('cascade', 'restrict');
  return { kind: 'revoke', privileges, on, from, grantOptionFor };
}

/** ALTER DEFAULT PRIVILEGES, behind those words. */
export function alterDefaultPrivileges(cursor: Cursor): Command {
  let forUsers: string[] = [];
  let inSchemas: string[] = [];
  for (;;) {
    if (cursor.takeWords('for', 'user') || cursor.takeWords('for', 'role'))
      forUsers = cursor.list(() => cursor.identifier());
    else if (cursor.takeWords('in', 'schema')) inSchemas = cursor.list(() => cursor.identifier());
    else break;
  }
  const action = cursor.takeOneOf('grant', 'revoke');
  if (action === undefined) throw cursor.error();
  if (action === 'revoke') cursor.takeWords('grant', 'option', 'for');
  const privileges = privilegeList(cursor);
  cursor.expectWords('on');
  const on = cursor.takeOneOf('tables', 'functions', 'procedures', 'schemas');
  if (on === undefined) throw cursor.error();
  cursor.expectWords(action === 'grant' ? 'to' : 'from');
  const granted = grantees(cursor);
  cursor.takeWords('with', 'grant', 'option');
  cursor.takeOneOf('cascade', 'restrict');
  return { kind: 'alter-default-privileges', forUsers, inSchemas, action, privileges, on, grantees: granted };
}

/** Folded words; `all` stands alone for every privilege of its object. */
function privilegeList(cursor: Cursor): string[] {
  if (cursor.takeWords('all')) {
    cursor.takeWords('privileges');
    return ['all'];
  }
  return cursor.list(() => {
    const start = cursor.peek();
    const privilege = cursor.identifier();
    if (!PRIVILEGES.includes(privilege))
      throw notSupported(`GRANT of the privilege ${privilege.toUpperCase()}`, start?.start);
    if (cursor.isSymbol('(')) throw notSupported('GRANT on single columns', cursor.offset);
    return privilege === 'temp' ? 'temporary' : privilege;
  });
}

function targets(cursor: Cursor): GrantTargets {
  if (cursor.takeWords('all', 'tables', 'in', 'schema')) {
    return { kind: 'all-tables-in-schema', schemas: cursor.list(() => cursor.identifier()) };
  }
  if (cursor.isWords('all'))
    throw notSupported(`GRANT ON ALL ${cursor.peek(1)?.text.toUpperCase() ?? ''}`, cursor.offset);
  if (cursor.takeWords('schema')) return { kind: 'schemas', schemas: cursor.list(() => cursor.identifier()) };
  if (cursor.takeWords('database'))
    return { kind: 'databases', databases: cursor.list(() => cursor.identifier()) };
  if (cursor.takeWords('language'))
    return { kind: 'languages', names: cursor.list(() => cursor.identifier()) };
  if (cursor.takeWords('model')) return { kind: 'models', names: cursor.list(() => cursor.name()) };
  if (cursor.takeWords('function') || cursor.takeWords('procedure')) {
    return {
      kind: 'functions',
      names: cursor.list(() => {
        const name = cursor.name();
        if (cursor.takeSymbol('(') && !cursor.takeSymbol(')')) {
          cursor.list(() => cursor.balanced((token) => token.text === ','));
          cursor.expectSymbol(')');
        }
        return name;
      }),
    };
  }
  cursor.takeWords('table');
  return { kind: 'tables', tables: cursor.list(() => cursor.name()) };
}

function grantees(cursor: Cursor): Grantees {
  const found: Grantees = { users: [], groups: [], roles: [], public: false };
  cursor.list(() => {
    if (cursor.takeWords('group')) found.groups.push(cursor.identifier());
    else if (cursor.takeWords('role')) found.roles.push(cursor.identifier());
    else if (cursor.takeWords('public')) found.public = true;
    else {
      cursor.takeWords('user');
      found.users.push(cursor.identifier());
    }
  });
  return found;
}
