import type { Catalog } from '../catalog/catalog.js';
import { dropGrantsOn } from '../catalog/grants.js';
import { type RelationRecord, relationKey } from '../catalog/records.js';
import type { Command } from '../dialect/command.js';
import { SqlError } from '../dialect/sql-error.js';
import type { Transaction } from '../engine/database.js';
import { type Execution, writing } from '../engine/execution.js';
import { done, type Outcome } from '../engine/outcome.js';
import { leave } from './exports.js';
import { findModel, lookUpModel } from './find-model.js';
import { type ModelRecord, macroNames, modelObject } from './model-record.js';

/** DROP MODEL: the model, its function, its training and all that it has in the bucket. */
export async function dropModel(
  execution: Execution,
  command: Extract<Command, { kind: 'drop-model' }>,
): Promise<Outcome> {
  const transaction = writing(execution);
  const { catalog } = transaction;
  if (command.ifExists && !lookUpModel(catalog, execution.session, command.name))
    return done(-1, [`model "${command.name.name}" does not exist, skipping`]);
  const model = findModel(catalog, execution.session, command.name);
  const user = catalog.user(execution.session.user);
  const ownsSchema = catalog.get('schema', model.schema)?.owner === user.name;
  if (!user.superuser && model.owner !== user.name && !ownsSchema)
    throw new SqlError(`must be owner of model ${model.name}`, '42501');
  if (dependentsOfModel(catalog, model).length > 0)
    throw new SqlError(`cannot drop model ${model.name} because other objects depend on it`, '2BP01');
  await removeModel(transaction, model);
  transaction.afterCommit.push(() => execution.services.modelsChanged());
  return done();
}

/** The views that predict with a model and are bound to it. */
export function dependentsOfModel(catalog: Catalog, model: ModelRecord): RelationRecord[] {
  const object = modelObject(model);
  return catalog
    .all('relation')
    .filter((relation) => !relation.lateBinding && relation.dependsOn.includes(object));
}

/** Removes a model within a transaction; its training is stopped, and its folder cleared, when that has committed. */
export async function removeModel({ catalog, connection }: Transaction, model: ModelRecord): Promise<void> {
  for (const name of macroNames(model)) await connection.run(`DROP MACRO IF EXISTS ${name}`);
  await connection.run('DELETE FROM redshift_catalog.model_artifacts WHERE model_id = $1', [
    BigInt(model.id),
  ]);
  await leave(connection, model.folder);
  catalog.remove('model', relationKey(model.schema, model.name));
  dropGrantsOn(catalog, modelObject(model));
}
