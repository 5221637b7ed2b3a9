import type { Catalog } from './catalog.js';
import { addGrant } from './grants.js';
import type { UserRecord } from './records.js';

/** What a new cluster has: its admin, Redshift's own user, and `public`, where everyone may create. */
export function firstEntries(catalog: Catalog, options: { name: string; admin: string }): void {
  if (catalog.get('schema', 'public')) return;
  const user: Omit<UserRecord, 'name' | 'id'> = {
    superuser: true,
    createDatabase: true,
    syslogAccess: 'unrestricted',
    groups: [],
    roles: [],
  };
  catalog.put('user', 'rdsdb', { name: 'rdsdb', id: 1, ...user });
  catalog.put('user', options.admin, { name: options.admin, id: 100, ...user });
  catalog.put('schema', 'public', { name: 'public', id: 2200, owner: 'rdsdb' });
  addGrant(catalog, 'schema:public', 'public', ['USAGE', 'CREATE'], false);
  addGrant(catalog, `database:${options.name}`, 'public', ['TEMPORARY'], false);
}

/** The database user that stands for an IAM identity: made at its first sign-in, with what PUBLIC has. */
export function iamUser(catalog: Catalog, name: string): void {
  if (catalog.get('user', name)) return;
  catalog.put('user', name, newUser(catalog, name));
}

/** A user that may do no more than PUBLIC may. */
export function newUser(catalog: Catalog, name: string): UserRecord {
  return {
    name,
    id: nextUserId(catalog),
    superuser: false,
    createDatabase: false,
    syslogAccess: 'restricted',
    groups: [],
    roles: [],
  };
}

function nextUserId(catalog: Catalog): number {
  return 1 + catalog.all('user').reduce((highest, user) => Math.max(highest, user.id), 100);
}
