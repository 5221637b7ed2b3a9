import { SqlError } from '../dialect/sql-error.js';
import type { Catalog } from './catalog.js';
import { type RelationRecord, relationKey, type SchemaRecord, type UserRecord } from './records.js';

/** The grantee keys that speak for a user: itself, its groups and roles, and everyone. */
export function granteesOf(user: UserRecord): string[] {
  return [
    'public',
    `user:${user.name}`,
    ...user.groups.map((group) => `group:${group}`),
    ...user.roles.map((role) => `role:${role}`),
  ];
}

/** Whether a user holds a privilege on an object by grant (not by ownership). */
export function granted(catalog: Catalog, user: UserRecord, object: string, privilege: string): boolean {
  return granteesOf(user).some((grantee) =>
    catalog.get('grant', grantKey(object, grantee))?.privileges.includes(privilege),
  );
}

/** What holds a privilege on no single object: CREATE MODEL. */
export const systemObject = 'system';

export function grantKey(object: string, grantee: string): string {
  return `${object} ${grantee}`;
}

/** Whether the user may do something in a schema: USAGE or CREATE. */
export function maySchema(
  catalog: Catalog,
  user: UserRecord,
  schema: SchemaRecord,
  privilege: 'USAGE' | 'CREATE',
): boolean {
  return (
    user.superuser || schema.owner === user.name || granted(catalog, user, `schema:${schema.name}`, privilege)
  );
}

/** @throws SqlError `permission denied for schema x` */
export function requireSchema(
  catalog: Catalog,
  user: UserRecord,
  schema: string,
  privilege: 'USAGE' | 'CREATE',
): void {
  if (!maySchema(catalog, user, catalog.schema(schema), privilege)) {
    throw new SqlError(`permission denied for schema ${schema}`, '42501');
  }
}

/** Whether the user holds a privilege on a relation. */
export function mayRelation(
  catalog: Catalog,
  user: UserRecord,
  relation: RelationRecord,
  privilege: string,
): boolean {
  if (user.superuser || relation.owner === user.name) return true;
  return granted(catalog, user, `relation:${relationKey(relation.schema, relation.name)}`, privilege);
}

/**
 * Checks USAGE on the relation's schema and the privilege on the relation. A materialized view over tables also asks
 * for USAGE on its tables' schemas (Redshift Developer Guide, querying a materialized view).
 * @throws SqlError `permission denied for schema x`, `permission denied for relation x`
 */
export function requireRelation(
  catalog: Catalog,
  user: UserRecord,
  relation: RelationRecord,
  privilege: string,
): void {
  requireSchema(catalog, user, relation.schema, 'USAGE');
  if (!mayRelation(catalog, user, relation, privilege)) {
    throw new SqlError(`permission denied for relation ${relation.name}`, '42501');
  }
  if (!relation.materialized || relation.materialized.stream) return;
  for (const key of relation.dependsOn) {
    const schema = catalog.get('relation', key)?.schema;
    if (schema) requireSchema(catalog, user, schema, 'USAGE');
  }
}

/** @throws SqlError `must be owner of relation x` unless the user owns it or is a superuser */
export function requireOwner(user: UserRecord, relation: RelationRecord): void {
  if (user.superuser || relation.owner === user.name) return;
  const what = relation.kind === 'materialized view' ? 'materialized view' : 'relation';
  throw new SqlError(`must be owner of ${what} ${relation.name}`, '42501');
}

/** @throws SqlError `must be superuser to …` */
export function requireSuperuser(user: UserRecord, doing: string): void {
  if (!user.superuser) throw new SqlError(`must be superuser to ${doing}`, '42501');
}
