import { newUser } from '../catalog/first-entries.js';
import { grantKey, requireSuperuser } from '../catalog/privileges.js';
import type { UserRecord } from '../catalog/records.js';
import { hashPassword } from '../clusters/master-password.js';
import type { Command } from '../dialect/command.js';
import type { UserOptions } from '../dialect/command-parts.js';
import { SqlError } from '../dialect/sql-error.js';
import { type Execution, writing } from './execution.js';
import { done, type Outcome } from './outcome.js';

export function createUser(
  execution: Execution,
  { user, options }: Extract<Command, { kind: 'create-user' }>,
): Outcome {
  const { catalog } = writing(execution);
  requireSuperuser(catalog.user(execution.session.user), 'create users');
  if (catalog.get('user', user)) throw new SqlError(`user "${user}" already exists`, '42710');
  for (const group of options.inGroups ?? []) requireGroup(execution, group);
  catalog.put(
    'user',
    user,
    withOptions({ ...newUser(catalog, user), groups: options.inGroups ?? [] }, options),
  );
  return done();
}

export function alterUser(execution: Execution, command: Extract<Command, { kind: 'alter-user' }>): Outcome {
  const { catalog } = writing(execution);
  const by = catalog.user(execution.session.user);
  const record = catalog.user(command.user);
  if (by.name !== record.name || command.renameTo !== undefined || command.options.createUser !== undefined) {
    requireSuperuser(by, 'alter users');
  }
  const changed = withOptions(record, command.options);
  if (command.renameTo === undefined) {
    catalog.put('user', record.name, changed);
    return done();
  }
  if (catalog.get('user', command.renameTo))
    throw new SqlError(`user "${command.renameTo}" already exists`, '42710');
  if (owns(execution, record.name)) {
    throw new SqlError(`user "${record.name}" cannot be renamed because the user owns some object`, '2BP01');
  }
  catalog.remove('user', record.name);
  catalog.put('user', command.renameTo, { ...changed, name: command.renameTo });
  return done();
}

export function dropUser(execution: Execution, command: Extract<Command, { kind: 'drop-user' }>): Outcome {
  const { catalog } = writing(execution);
  requireSuperuser(catalog.user(execution.session.user), 'drop users');
  for (const name of command.users) {
    if (!catalog.get('user', name) && command.ifExists) continue;
    catalog.user(name);
    if (name === execution.session.user) throw new SqlError('current user cannot be dropped', '2BP01');
    if (owns(execution, name)) {
      throw new SqlError(`user "${name}" cannot be dropped because the user owns some object`, '2BP01');
    }
    if (catalog.all('grant').some((grant) => grant.grantee === `user:${name}`)) {
      throw new SqlError(
        `user "${name}" cannot be dropped because the user has a privilege on some object`,
        '2BP01',
      );
    }
    for (const rule of catalog.all('default')) {
      if (rule.owner === name || rule.grantee === `user:${name}`) {
        throw new SqlError(
          `user "${name}" cannot be dropped because some default privileges name it`,
          '2BP01',
        );
      }
    }
    catalog.remove('user', name);
  }
  return done();
}

export function changeGroup(
  execution: Execution,
  command: Extract<Command, { kind: 'create-group' | 'alter-group' | 'drop-group' }>,
): Outcome {
  const { catalog } = writing(execution);
  requireSuperuser(catalog.user(execution.session.user), 'change groups');
  const put = (name: string, groups: (groups: string[]) => string[]) => {
    const user = catalog.user(name);
    catalog.put('user', name, { ...user, groups: groups(user.groups) });
  };
  const { group } = command;
  if (command.kind === 'create-group') {
    if (catalog.get('group', group)) throw new SqlError(`group "${group}" already exists`, '42710');
    catalog.put('group', group, { name: group, id: catalog.newId() });
    for (const user of command.users) put(user, (groups) => [...new Set([...groups, group])]);
    return done();
  }
  requireGroup(execution, group);
  const without = (groups: string[]) => groups.filter((one) => one !== group);
  if (command.kind === 'alter-group') {
    for (const user of command.add) put(user, (groups) => [...without(groups), group]);
    for (const user of command.drop) put(user, without);
    return done();
  }
  for (const user of catalog.all('user')) if (user.groups.includes(group)) put(user.name, without);
  forgetGrantee(execution, `group:${group}`);
  catalog.remove('group', group);
  return done();
}

export function changeRole(
  execution: Execution,
  command: Extract<Command, { kind: 'create-role' | 'drop-role' | 'grant-role' | 'revoke-role' }>,
): Outcome {
  const { catalog } = writing(execution);
  requireSuperuser(catalog.user(execution.session.user), 'change roles');
  const known = (role: string) => {
    if (!catalog.get('role', role)) throw new SqlError(`role "${role}" does not exist`, '42704');
  };
  switch (command.kind) {
    case 'create-role':
      if (catalog.get('role', command.role))
        throw new SqlError(`role "${command.role}" already exists`, '42710');
      catalog.put('role', command.role, { name: command.role, id: catalog.newId() });
      return done();
    case 'drop-role': {
      known(command.role);
      const held = catalog.all('user').filter((user) => user.roles.includes(command.role));
      if (held.length > 0 && !command.force) {
        throw new SqlError(`cannot drop role ${command.role} because other objects depend on it`, '2BP01');
      }
      for (const user of held) {
        catalog.put('user', user.name, {
          ...user,
          roles: user.roles.filter((role) => role !== command.role),
        });
      }
      forgetGrantee(execution, `role:${command.role}`);
      catalog.remove('role', command.role);
      return done();
    }
    default: {
      const grantees = command.kind === 'grant-role' ? command.to : command.from;
      for (const role of command.roles) known(role);
      for (const name of grantees.users) {
        const user = catalog.user(name);
        const others = user.roles.filter((role) => !command.roles.includes(role));
        const roles = command.kind === 'grant-role' ? [...others, ...command.roles] : others;
        catalog.put('user', name, { ...user, roles });
      }
      return done();
    }
  }
}

function withOptions(record: UserRecord, options: UserOptions): UserRecord {
  const { passwordHash, ...rest } = record;
  const password =
    options.password === undefined
      ? passwordHash
      : options.password === null
        ? undefined
        : hashPassword(checkedPassword(options.password));
  return {
    ...rest,
    ...(password === undefined ? {} : { passwordHash: password }),
    superuser: options.createUser ?? record.superuser,
    createDatabase: options.createDatabase ?? record.createDatabase,
    syslogAccess: options.syslogAccess ?? record.syslogAccess,
    ...(options.validUntil === undefined ? {} : { validUntil: options.validUntil }),
    ...(options.connectionLimit === undefined ? {} : { connectionLimit: options.connectionLimit }),
  };
}

// A password may come hashed (`md5…`, `sha256|…`); then its rules were another's to check (CREATE USER's page).
function checkedPassword(password: string): string {
  if (/^md5[0-9a-f]{32}$/i.test(password) || password.startsWith('sha256|')) return password;
  const fits =
    password.length >= 8 &&
    password.length <= 64 &&
    /[a-z]/.test(password) &&
    /[A-Z]/.test(password) &&
    /[0-9]/.test(password);
  if (!fits) {
    throw new SqlError(
      'Password must be between 8 and 64 characters, and must contain at least one uppercase letter, one lowercase letter, and one number.',
      '22023',
    );
  }
  return password;
}

function requireGroup(execution: Execution, group: string): void {
  if (!execution.catalog.get('group', group)) throw new SqlError(`group "${group}" does not exist`, '42704');
}

function owns({ catalog }: Execution, name: string): boolean {
  return (
    catalog.all('relation').some((r) => r.owner === name) ||
    catalog.all('model').some((m) => m.owner === name) ||
    catalog.all('schema').some((s) => s.owner === name)
  );
}

function forgetGrantee(execution: Execution, grantee: string): void {
  for (const grant of execution.catalog.all('grant')) {
    if (grant.grantee === grantee) execution.catalog.remove('grant', grantKey(grant.object, grantee));
  }
}
