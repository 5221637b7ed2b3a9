import type { Grantees, GrantTargets, QualifiedName } from '../dialect/command-parts.js';
import { notSupported, SqlError } from '../dialect/sql-error.js';
import { type ModelRecord, modelObject } from '../ml/model-record.js';
import type { Catalog } from './catalog.js';
import { grantKey, requireSuperuser, systemObject } from './privileges.js';
import { type RelationRecord, relationKey, type UserRecord } from './records.js';

const onRelations = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'DROP', 'REFERENCES', 'ALTER', 'TRUNCATE'];
const onSchemas = ['CREATE', 'USAGE', 'ALTER', 'DROP'];
const onModels = ['EXECUTE'];
const onDatabases = ['CREATE', 'TEMPORARY', 'TEMP', 'USAGE', 'ALTER'];

/** What names mean in a session's search path. */
export interface Find {
  relation(name: QualifiedName): RelationRecord;
  model(name: QualifiedName): ModelRecord;
  /** The models whose prediction functions are called so. */
  functions(name: QualifiedName): ModelRecord[];
}

interface Object {
  key: string;
  owner: string | undefined;
  name: string;
  kind: 'relation' | 'schema' | 'database' | 'model';
}

/** Grants or revokes; what does not exist is named, and only an owner or a superuser may. */
export function changeGrants(
  catalog: Catalog,
  by: UserRecord,
  action: 'grant' | 'revoke',
  change: { privileges: string[]; on: GrantTargets; grantees: Grantees; grantOption: boolean },
  find: Find,
): void {
  const grantees = granteeKeys(catalog, change.grantees);
  for (const object of objectsOf(catalog, change.on, find)) {
    if (!by.superuser && object.owner !== by.name) {
      throw new SqlError(`permission denied for ${object.kind} ${object.name}`, '42501');
    }
    const privileges = expand(change.privileges, object.kind);
    for (const grantee of grantees) {
      if (action === 'grant') addGrant(catalog, object.key, grantee, privileges, change.grantOption);
      else removeGrant(catalog, object.key, grantee, privileges);
    }
  }
}

/** GRANT | REVOKE CREATE MODEL: only a superuser gives what holds for no single object. */
export function changeSystemGrants(
  catalog: Catalog,
  by: UserRecord,
  action: 'grant' | 'revoke',
  privilege: string,
  grantees: Grantees,
): void {
  requireSuperuser(by, `${action} ${privilege}`);
  for (const grantee of granteeKeys(catalog, grantees)) {
    if (action === 'grant') addGrant(catalog, systemObject, grantee, [privilege], false);
    else removeGrant(catalog, systemObject, grantee, [privilege]);
  }
}

/** ALTER DEFAULT PRIVILEGES: what is granted on the relations that a user makes from now on. */
export function changeDefaults(
  catalog: Catalog,
  by: UserRecord,
  change: {
    forUsers: string[];
    inSchemas: string[];
    action: 'grant' | 'revoke';
    privileges: string[];
    on: string;
    grantees: Grantees;
  },
): void {
  if (change.on !== 'tables') throw notSupported(`ALTER DEFAULT PRIVILEGES … ON ${change.on.toUpperCase()}`);
  const owners = change.forUsers.length > 0 ? change.forUsers : [by.name];
  const schemas: (string | undefined)[] = change.inSchemas.length > 0 ? change.inSchemas : [undefined];
  const privileges = expand(change.privileges, 'relation');
  for (const owner of owners) {
    if (!by.superuser && owner !== by.name)
      throw new SqlError('permission denied to alter default privileges', '42501');
    catalog.user(owner);
    for (const schema of schemas) {
      if (schema !== undefined) catalog.schema(schema);
      for (const grantee of granteeKeys(catalog, change.grantees)) {
        const key = `${owner} ${schema ?? '*'} ${grantee}`;
        const there = catalog.get('default', key)?.privileges ?? [];
        const next =
          change.action === 'grant' ? union(there, privileges) : there.filter((p) => !privileges.includes(p));
        if (next.length === 0) catalog.remove('default', key);
        else catalog.put('default', key, { owner, ...(schema ? { schema } : {}), grantee, privileges: next });
      }
    }
  }
}

/** Grants on a new relation what its owner's default privileges say. */
export function applyDefaults(catalog: Catalog, relation: RelationRecord): void {
  const object = `relation:${relationKey(relation.schema, relation.name)}`;
  for (const rule of catalog.all('default')) {
    if (rule.owner !== relation.owner || (rule.schema && rule.schema !== relation.schema)) continue;
    addGrant(catalog, object, rule.grantee, rule.privileges, false);
  }
}

/** Forgets every grant on an object that is no more. */
export function dropGrantsOn(catalog: Catalog, object: string): void {
  for (const grant of catalog.all('grant')) {
    if (grant.object === object) catalog.remove('grant', grantKey(grant.object, grant.grantee));
  }
}

/** @throws SqlError `user "x" does not exist` and the like */
export function granteeKeys(catalog: Catalog, grantees: Grantees): string[] {
  for (const user of grantees.users) catalog.user(user);
  for (const group of grantees.groups) {
    if (!catalog.get('group', group)) throw new SqlError(`group "${group}" does not exist`, '42704');
  }
  for (const role of grantees.roles) {
    if (!catalog.get('role', role)) throw new SqlError(`role "${role}" does not exist`, '42704');
  }
  return [
    ...grantees.users.map((user) => `user:${user}`),
    ...grantees.groups.map((group) => `group:${group}`),
    ...grantees.roles.map((role) => `role:${role}`),
    ...(grantees.public ? ['public'] : []),
  ];
}

/** Adds privileges to what a grantee already holds. */
export function addGrant(
  catalog: Catalog,
  object: string,
  grantee: string,
  privileges: string[],
  grantOption: boolean,
): void {
  const key = grantKey(object, grantee);
  const there = catalog.get('grant', key);
  catalog.put('grant', key, {
    object,
    grantee,
    privileges: union(there?.privileges ?? [], privileges),
    grantOption: grantOption || (there?.grantOption ?? false),
  });
}

function removeGrant(catalog: Catalog, object: string, grantee: string, privileges: string[]): void {
  const key = grantKey(object, grantee);
  const there = catalog.get('grant', key);
  if (!there) return;
  const left = there.privileges.filter((privilege) => !privileges.includes(privilege));
  if (left.length === 0) catalog.remove('grant', key);
  else catalog.put('grant', key, { ...there, privileges: left });
}

function objectsOf(catalog: Catalog, on: GrantTargets, find: Find): Object[] {
  switch (on.kind) {
    case 'tables':
      return on.tables.map((name) => relationObject(find.relation(name)));
    case 'all-tables-in-schema':
      return on.schemas.flatMap((schema) => {
        catalog.schema(schema);
        return catalog
          .all('relation')
          .filter((relation) => relation.schema === schema)
          .map(relationObject);
      });
    case 'schemas':
      return on.schemas.map((name) => ({
        key: `schema:${name}`,
        owner: catalog.schema(name).owner,
        name,
        kind: 'schema',
      }));
    case 'databases':
      return on.databases.map((name) => ({
        key: `database:${name}`,
        owner: undefined,
        name,
        kind: 'database',
      }));
    case 'models':
      return on.names.map((name) => modelGrants(find.model(name)));
    case 'functions':
      return on.names.flatMap((name) => find.functions(name)).map(modelGrants);
    default:
      throw notSupported(`GRANT on ${on.kind}`);
  }
}

function relationObject(relation: RelationRecord): Object {
  const key = `relation:${relationKey(relation.schema, relation.name)}`;
  return { key, owner: relation.owner, name: relation.name, kind: 'relation' };
}

function modelGrants(model: ModelRecord): Object {
  return { key: modelObject(model), owner: model.owner, name: model.name, kind: 'model' };
}

function expand(privileges: string[], kind: Object['kind']): string[] {
  const known = { relation: onRelations, schema: onSchemas, database: onDatabases, model: onModels }[kind];
  const wanted = privileges.map((privilege) => privilege.toUpperCase());
  if (wanted.some((privilege) => privilege === 'ALL' || privilege === 'ALL PRIVILEGES')) return known;
  for (const privilege of wanted) {
    if (!known.includes(privilege))
      throw new SqlError(`invalid privilege type ${privilege} for ${kind}`, '42601');
  }
  return wanted;
}

function union(a: string[], b: string[]): string[] {
  return [...new Set([...a, ...b])];
}
