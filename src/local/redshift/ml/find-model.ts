import type { Catalog } from '../catalog/catalog.js';
import { granted, requireSchema } from '../catalog/privileges.js';
import { relationKey, type UserRecord } from '../catalog/records.js';
import type { QualifiedName } from '../dialect/command-parts.js';
import { SqlError } from '../dialect/sql-error.js';
import { type Session, searchPath } from '../engine/session.js';
import { type ModelRecord, modelObject } from './model-record.js';

/** The model that a statement names, by its schema or the search path. */
export function lookUpModel(
  catalog: Catalog,
  session: Session,
  name: QualifiedName,
): ModelRecord | undefined {
  const schemas = name.schema === undefined ? searchPath(session) : [name.schema];
  for (const schema of schemas) {
    const found = catalog.get('model', relationKey(schema, name.name));
    if (found) return found;
  }
  return undefined;
}

/** @throws SqlError `model "x" does not exist` */
export function findModel(catalog: Catalog, session: Session, name: QualifiedName): ModelRecord {
  const found = lookUpModel(catalog, session, name);
  if (found) return found;
  if (name.schema !== undefined) catalog.schema(name.schema);
  throw new SqlError(`model "${name.name}" does not exist`, '42704', name.start);
}

/** The models whose prediction functions go by a name: GRANT … ON FUNCTION names them so. */
export function modelsOfFunction(catalog: Catalog, session: Session, name: QualifiedName): ModelRecord[] {
  const schemas = name.schema === undefined ? searchPath(session) : [name.schema];
  for (const schema of schemas) {
    const found = catalog
      .all('model')
      .filter((model) => model.function.schema === schema && model.function.name === name.name);
    if (found.length > 0) return found;
  }
  throw new SqlError(`function "${name.name}" does not exist`, '42883', name.start);
}

/** Whether a user may predict with a model. */
export function mayExecute(catalog: Catalog, user: UserRecord, model: ModelRecord): boolean {
  return user.superuser || model.owner === user.name || granted(catalog, user, modelObject(model), 'EXECUTE');
}

/**
 * Checks EXECUTE on the models that are named so in a translation or among a view's dependencies: who reads a view
 * runs its functions (as in PostgreSQL).
 * @throws SqlError `permission denied for function x`, `permission denied for schema x`
 */
export function requireExecute(catalog: Catalog, user: UserRecord, objects: readonly string[]): void {
  if (objects.length === 0 || user.superuser) return;
  for (const model of catalog.all('model')) {
    if (!objects.includes(modelObject(model))) continue;
    requireSchema(catalog, user, model.function.schema, 'USAGE');
    if (!mayExecute(catalog, user, model))
      throw new SqlError(`permission denied for function ${model.function.name}`, '42501');
  }
}

/** The models behind a view, through all views that it reads; a materialized view has predicted already. */
export function modelsBehind(catalog: Catalog, keys: readonly string[]): string[] {
  const seen = new Set<string>();
  const waiting = [...keys];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    const relation = catalog.get('relation', key);
    if (relation?.kind === 'view') waiting.push(...relation.dependsOn);
  }
  return [...seen].filter((key) => key.startsWith('model:'));
}
