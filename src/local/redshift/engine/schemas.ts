import { dropGrantsOn } from '../catalog/grants.js';
import { requireSuperuser } from '../catalog/privileges.js';
import type { SchemaRecord, UserRecord } from '../catalog/records.js';
import type { Command } from '../dialect/command.js';
import { notSupported, SqlError } from '../dialect/sql-error.js';
import { dependentsOfModel, removeModel } from '../ml/drop-model.js';
import { dependentsOf, dropRelations } from './dependents.js';
import { type Execution, writing } from './execution.js';
import { quoted } from './identifiers.js';
import { done, type Outcome } from './outcome.js';

export async function createSchema(
  execution: Execution,
  command: Extract<Command, { kind: 'create-schema' }>,
): Promise<Outcome> {
  const { catalog, connection } = writing(execution);
  const { schema } = command;
  if (catalog.get('schema', schema)) {
    if (command.ifNotExists) return done(-1, [`schema "${schema}" already exists, skipping`]);
    throw new SqlError(`schema "${schema}" already exists`, '42P06');
  }
  requireSuperuser(catalog.user(execution.session.user), 'create a schema');
  if (/^(pg_|redshift_|information_schema$|main$|temp$|system$)/.test(schema)) {
    throw new SqlError(`unacceptable schema name "${schema}"`, '42501');
  }
  if (command.owner !== undefined) catalog.user(command.owner);
  await connection.run(`CREATE SCHEMA ${quoted(schema)}`);
  const record = { name: schema, id: catalog.newId(), owner: command.owner ?? execution.session.user };
  catalog.put('schema', schema, record);
  return done();
}

export async function dropSchema(
  execution: Execution,
  command: Extract<Command, { kind: 'drop-schema' }>,
): Promise<Outcome> {
  const transaction = writing(execution);
  const { catalog, connection } = transaction;
  const user = catalog.user(execution.session.user);
  for (const name of command.schemas) {
    if (!catalog.get('schema', name) && command.ifExists) continue;
    const schema = catalog.schema(name);
    requireSchemaOwner(user, schema);
    const inside = catalog.all('relation').filter((relation) => relation.schema === name);
    const overStreams = catalog
      .all('relation')
      .filter((relation) => relation.materialized?.stream?.schema === name && relation.schema !== name);
    const models = catalog
      .all('model')
      .filter((model) => model.schema === name || model.function.schema === name);
    const predicting = models.flatMap((model) => dependentsOfModel(catalog, model));
    const reading = [
      ...new Set([
        ...overStreams,
        ...predicting,
        ...inside.flatMap((relation) => dependentsOf(catalog, relation)),
      ]),
    ];
    if (!command.cascade && inside.length + models.length + reading.length > 0) {
      throw new SqlError(`cannot drop schema ${name} because other objects depend on it`, '2BP01');
    }
    await dropRelations(transaction, [...inside, ...overStreams, ...predicting], true);
    for (const model of models) await removeModel(transaction, model);
    if (!schema.external) await connection.run(`DROP SCHEMA IF EXISTS ${quoted(name)}`);
    dropGrantsOn(catalog, `schema:${name}`);
    catalog.remove('schema', name);
  }
  transaction.afterCommit.push(
    () => execution.services.autoRefreshChanged(),
    () => execution.services.modelsChanged(),
  );
  return done();
}

export function alterSchema(
  execution: Execution,
  command: Extract<Command, { kind: 'alter-schema' }>,
): Outcome {
  const { catalog } = writing(execution);
  const schema = catalog.schema(command.schema);
  requireSchemaOwner(catalog.user(execution.session.user), schema);
  if (command.renameTo !== undefined) throw notSupported('ALTER SCHEMA … RENAME');
  if (command.owner === undefined) return done();
  catalog.user(command.owner);
  catalog.put('schema', schema.name, { ...schema, owner: command.owner });
  return done();
}

function requireSchemaOwner(user: UserRecord, schema: SchemaRecord): void {
  if (!user.superuser && schema.owner !== user.name)
    throw new SqlError(`must be owner of schema ${schema.name}`, '42501');
}
