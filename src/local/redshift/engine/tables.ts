import { applyDefaults } from '../catalog/grants.js';
import { findRelation, lookUp, schemaForNew } from '../catalog/name-resolver.js';
import { requireOwner, requireSchema } from '../catalog/privileges.js';
import { type RelationRecord, relationKey } from '../catalog/records.js';
import type { Command } from '../dialect/command.js';
import type { ColumnDefinition, QualifiedName } from '../dialect/command-parts.js';
import { translateError } from '../dialect/errors.js';
import { notSupported, SqlError } from '../dialect/sql-error.js';
import { translate, translateExpression } from '../dialect/translate.js';
import { duckdbType } from '../dialect/types.js';
import { columnsOf } from './columns.js';
import { dropRelations } from './dependents.js';
import { type Execution, writing } from './execution.js';
import { qualified, quoted } from './identifiers.js';
import { done, type Outcome } from './outcome.js';
import { prepare } from './query.js';

/**
 * The place of a new relation, checked: CREATE in its schema, and nothing there of that name.
 * @throws SqlError `relation "x" already exists`, `permission denied for schema x`
 */
export function placeForNew(execution: Execution, name: QualifiedName): { schema: string; name: string } {
  const schema = schemaForNew(execution.catalog, execution.session, name);
  if (execution.catalog.schema(schema).external) {
    throw new SqlError(`Operations on local objects in external schema are not enabled.`, '0A000');
  }
  requireSchema(execution.catalog, execution.catalog.user(execution.session.user), schema, 'CREATE');
  if (execution.catalog.relation(schema, name.name)) {
    throw new SqlError(`relation "${name.name}" already exists`, '42P07', name.start);
  }
  return { schema, name: name.name };
}

/** Enters a new relation into the catalog, owned by the session's user. */
export function enter(
  execution: Execution,
  relation: Pick<RelationRecord, 'schema' | 'name' | 'kind' | 'columns'> & Partial<RelationRecord>,
): RelationRecord {
  const { catalog } = writing(execution);
  const record: RelationRecord = {
    id: catalog.newId(),
    owner: execution.session.user,
    createdAt: Date.now(),
    dependsOn: [],
    ...relation,
  };
  catalog.put('relation', relationKey(record.schema, record.name), record);
  applyDefaults(catalog, record);
  return record;
}

export async function createTable(
  execution: Execution,
  command: Extract<Command, { kind: 'create-table' }>,
): Promise<Outcome> {
  if (command.temporary) throw notSupported('CREATE TEMPORARY TABLE');
  if (command.ifNotExists && lookUp(execution.catalog, execution.session, command.name)) {
    return done(-1, [`Relation "${command.name.name}" already exists and will not be created`]);
  }
  const place = placeForNew(execution, command.name);
  const like = command.like && findRelation(execution.catalog, execution.session, command.like);
  const columns = like ? like.columns : command.columns.map(({ name, type }) => ({ name, type }));
  const definitions = like
    ? columns.map((c) => `${quoted(c.name)} ${duckdbType(c.type)}`)
    : await Promise.all(command.columns.map((c) => definition(execution, place, c)));
  const { connection } = writing(execution);
  await connection
    .run(`CREATE TABLE ${qualified(place.schema, place.name)} (${definitions.join(', ')})`)
    .catch(rethrow);
  enter(execution, { ...place, kind: 'table', columns });
  return done();
}

async function definition(
  execution: Execution,
  place: { schema: string; name: string },
  column: ColumnDefinition,
): Promise<string> {
  const parts = [quoted(column.name), duckdbType(column.type)];
  if (column.notNull || column.identity) parts.push('NOT NULL');
  if (column.default !== undefined) {
    parts.push(`DEFAULT (${await translateExpression(column.default, execution.resolver)})`);
  }
  if (column.identity) {
    const sequence = qualified('redshift_catalog', `${place.schema}.${place.name}.${column.name}`);
    const { seed, step } = column.identity;
    await writing(execution).connection.run(
      `CREATE OR REPLACE SEQUENCE ${sequence} START ${seed} INCREMENT ${step}`,
    );
    parts.push(`DEFAULT nextval('redshift_catalog."${place.schema}.${place.name}.${column.name}"')`);
  }
  return parts.join(' ');
}

export async function createTableAs(
  execution: Execution,
  command: Extract<Command, { kind: 'create-table-as' }>,
): Promise<Outcome> {
  if (command.temporary) throw notSupported('CREATE TEMPORARY TABLE');
  const place = placeForNew(execution, command.name);
  const translation = await translate(command.query, execution.resolver);
  const columns = await columnsOf(execution, translation, command.columns);
  await fill(execution, place, columns, translation);
  enter(execution, { ...place, kind: 'table', columns });
  return done();
}

/** Makes a DuckDB table of exactly these columns and fills it from a translated query. */
export async function fill(
  execution: Execution,
  place: { schema: string; name: string },
  columns: { name: string; type: string }[],
  translation: Awaited<ReturnType<typeof translate>>,
): Promise<void> {
  const { connection } = writing(execution);
  const definitions = columns.map((column) => `${quoted(column.name)} ${duckdbType(column.type)}`);
  await connection
    .run(`CREATE TABLE ${qualified(place.schema, place.name)} (${definitions.join(', ')})`)
    .catch(rethrow);
  const prepared = await prepare(execution, {
    ...translation,
    sql: `INSERT INTO ${qualified(place.schema, place.name)} ${translation.sql}`,
  });
  await prepared.run().catch(rethrow);
  prepared.destroySync();
}

export async function dropTables(
  execution: Execution,
  command: Extract<Command, { kind: 'drop-table' | 'drop-view' | 'drop-materialized-view' }>,
): Promise<Outcome> {
  const transaction = writing(execution);
  const kind = (
    { 'drop-table': 'table', 'drop-view': 'view', 'drop-materialized-view': 'materialized view' } as const
  )[command.kind];
  const names = 'names' in command ? command.names : [command.name];
  const relations: RelationRecord[] = [];
  const notices: string[] = [];
  const user = execution.catalog.user(execution.session.user);
  for (const name of names) {
    const found = lookUp(execution.catalog, execution.session, name);
    if (!found && command.ifExists) {
      notices.push(`${kind} "${name.name}" does not exist, skipping`);
      continue;
    }
    const relation = found ?? missing(kind, name);
    if (relation.kind !== kind) {
      throw new SqlError(`"${relation.name}" is not a ${kind}`, '42P01', name.start);
    }
    requireOwner(user, relation);
    relations.push(relation);
  }
  await dropRelations(transaction, relations, command.cascade);
  if (kind === 'materialized view')
    transaction.afterCommit.push(() => execution.services.autoRefreshChanged());
  return done(-1, notices);
}

function missing(kind: string, name: QualifiedName): never {
  const words = kind === 'table' ? 'Table' : kind === 'view' ? 'View' : 'Materialized view';
  throw new SqlError(`${words} "${name.name}" does not exist`, '42P01', name.start);
}

export async function alterTable(
  execution: Execution,
  command: Extract<Command, { kind: 'alter-table' }>,
): Promise<Outcome> {
  const { connection, catalog } = writing(execution);
  const relation = findRelation(execution.catalog, execution.session, command.name);
  requireOwner(catalog.user(execution.session.user), relation);
  const table = qualified(relation.schema, relation.name);
  const { change } = command;
  const put = (next: RelationRecord) => catalog.put('relation', relationKey(next.schema, next.name), next);
  switch (change.kind) {
    case 'no-effect':
      return done();
    case 'owner':
      catalog.user(change.user);
      put({ ...relation, owner: change.user });
      return done();
    case 'add-column':
      await connection
        .run(
          `ALTER TABLE ${table} ADD COLUMN ${await definition(execution, relation, { ...change.column, notNull: false })}`,
        )
        .catch(rethrow);
      put({
        ...relation,
        columns: [...relation.columns, { name: change.column.name, type: change.column.type }],
      });
      return done();
    case 'drop-column':
      await connection.run(`ALTER TABLE ${table} DROP COLUMN ${quoted(change.column)}`).catch(rethrow);
      put({ ...relation, columns: relation.columns.filter((column) => column.name !== change.column) });
      return done();
    case 'rename-column':
      await connection
        .run(`ALTER TABLE ${table} RENAME COLUMN ${quoted(change.from)} TO ${quoted(change.to)}`)
        .catch(rethrow);
      put({
        ...relation,
        columns: relation.columns.map((column) =>
          column.name === change.from ? { ...column, name: change.to } : column,
        ),
      });
      return done();
    case 'column-type':
      await connection
        .run(`ALTER TABLE ${table} ALTER COLUMN ${quoted(change.column)} TYPE ${duckdbType(change.type)}`)
        .catch(rethrow);
      put({
        ...relation,
        columns: relation.columns.map((column) =>
          column.name === change.column ? { ...column, type: change.type } : column,
        ),
      });
      return done();
    case 'rename':
      if (relation.kind !== 'table') throw notSupported(`Renaming a ${relation.kind}`);
      if (catalog.relation(relation.schema, change.to))
        throw new SqlError(`relation "${change.to}" already exists`, '42P07');
      await connection.run(`ALTER TABLE ${table} RENAME TO ${quoted(change.to)}`).catch(rethrow);
      catalog.remove('relation', relationKey(relation.schema, relation.name));
      put({ ...relation, name: change.to });
      return done();
  }
}

function rethrow(error: unknown): never {
  throw translateError(error);
}
