import { randomInt, randomUUID } from 'node:crypto';
import type { Catalog } from '../catalog/catalog.js';
import { nameResolver, schemaForNew } from '../catalog/name-resolver.js';
import { granted, requireSchema, systemObject } from '../catalog/privileges.js';
import { relationKey } from '../catalog/records.js';
import type { Command } from '../dialect/command.js';
import type { ModelDefinition, QualifiedName } from '../dialect/command-parts.js';
import type { RelationColumn } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';
import type { Transaction } from '../engine/database.js';
import type { Execution } from '../engine/execution.js';
import { done, type Outcome } from '../engine/outcome.js';
import { resolveRole } from '../streaming/external-schema.js';
import type { ModelFolder } from './bucket.js';
import { checkDefinition } from './check-definition.js';
import { typeName } from './columns.js';
import { type Export, exportRows } from './export.js';
import { forgetExport, leave, noteExport } from './exports.js';
import type { ModelRecord } from './model-record.js';
import { requireUsable } from './role.js';

const defaultMaxRuntime = 5400;

interface Place {
  model: { schema: string; name: string };
  function: { schema: string; name: string };
}

/**
 * CREATE MODEL: exports the training rows and returns; the training goes on behind it. Alone it reads on a reader, so
 * that others may write meanwhile, and enters the model in a transaction of its own; in a block it is the block's.
 */
export async function createModel(
  execution: Execution,
  command: Extract<Command, { kind: 'create-model' }>,
): Promise<Outcome> {
  const { model, name } = command;
  checkDefinition(model);
  placeOf(execution, name, model);
  const job = jobName(model);
  const folder: ModelFolder = {
    iamRole: resolveRole(execution, model.iamRole),
    bucket: model.settings.s3Bucket ?? '',
    prefix: `redshift-ml/${job}-${randomUUID()}/`,
  };
  await requireUsable(execution, folder, { name: job, auto: model.auto });
  const { database, services } = execution;
  const enter = (transaction: Transaction, exported: Export) => {
    const place = placeOf({ ...execution, catalog: transaction.catalog }, name, model);
    requireNewFunction(transaction.catalog, place, exported);
    const record = recordOf(execution, {
      model,
      place,
      folder,
      job,
      exported,
      id: transaction.catalog.newId(),
    });
    transaction.catalog.put('model', relationKey(record.schema, record.name), record);
    transaction.afterCommit.push(() => services.modelsChanged());
  };
  await noteExport(database, folder);
  if (execution.transaction) {
    const { transaction } = execution;
    transaction.afterRollback.push(async () => {
      await leave(transaction.connection, folder);
      services.modelsChanged();
    });
    enter(transaction, await exportRows(execution, model, folder));
    return done();
  }
  try {
    const exported = await database.read(({ connection, catalog }) =>
      execution.cancellation.hold(connection, () => {
        const resolver = nameResolver(catalog, execution.session, database.systemColumns);
        return exportRows({ ...execution, connection, catalog, resolver }, model, folder);
      }),
    );
    await database.write(async (transaction) => {
      enter(transaction, exported);
      await forgetExport(transaction.connection, folder.prefix);
    });
  } catch (error) {
    await database.write(({ connection }) => leave(connection, folder));
    services.modelsChanged();
    throw error;
  }
  return done();
}

/**
 * Where model and function come to be, checked: who may make models, what is there of that name.
 * @throws SqlError
 */
function placeOf(execution: Execution, name: QualifiedName, model: ModelDefinition): Place {
  const { catalog, session } = execution;
  const user = catalog.user(session.user);
  if (!user.superuser && !granted(catalog, user, systemObject, 'CREATE MODEL'))
    throw new SqlError('permission denied to create a model', '42501');
  const schema = schemaForNew(catalog, session, name);
  if (catalog.schema(schema).external)
    throw new SqlError('Operations on local objects in external schema are not enabled.', '0A000');
  requireSchema(catalog, user, schema, 'CREATE');
  if (catalog.get('model', relationKey(schema, name.name)))
    throw new SqlError(`Model "${name.name}" already exists`, '42710', name.start);
  const own = model.function;
  const functionSchema = own.schema === undefined ? schema : catalog.schema(own.schema).name;
  if (functionSchema !== schema) requireSchema(catalog, user, functionSchema, 'CREATE');
  return { model: { schema, name: name.name }, function: { schema: functionSchema, name: own.name } };
}

function recordOf(
  execution: Execution,
  made: {
    model: ModelDefinition;
    place: Place;
    folder: ModelFolder;
    job: string;
    exported: Export;
    id: number;
  },
): ModelRecord {
  const { model, place, exported } = made;
  const { settings } = model;
  return {
    ...place.model,
    id: made.id,
    owner: execution.session.user,
    createdAt: Date.now(),
    state: 'TRAINING',
    function: { ...place.function, arguments: exported.features, returns: exported.target.type },
    target: exported.target,
    query: exported.query,
    dependsOn: exported.dependsOn,
    auto: model.auto,
    problem: exported.problem,
    objective: exported.objective,
    ...(exported.labels === undefined ? {} : { labels: exported.labels }),
    hyperparameters: model.hyperparameters ?? {},
    folder: made.folder,
    collect: settings.s3GarbageCollect ?? true,
    ...(settings.kmsKeyId === undefined ? {} : { kmsKeyId: settings.kmsKeyId }),
    maxRuntime: settings.maxRuntime ?? defaultMaxRuntime,
    job: made.job,
    rows: exported.rows,
  };
}

/** @throws SqlError when a function of this name takes the same arguments; with other arguments it is overloaded */
function requireNewFunction(catalog: Catalog, place: Place, exported: Export): void {
  const types = (columns: RelationColumn[]) => columns.map(({ type }) => typeName(type)).join();
  const there = catalog
    .all('model')
    .some(
      (other) =>
        relationKey(other.function.schema, other.function.name) ===
          relationKey(place.function.schema, place.function.name) &&
        types(other.function.arguments) === types(exported.features),
    );
  if (there)
    throw new SqlError(`Function "${place.function.name}" already exists with same argument types`, '42723');
}

/** As SageMaker's console lists it: `redshiftml-20220621190735686935-xgboost`. */
function jobName(model: ModelDefinition): string {
  const now = new Date().toISOString().replace(/\D/g, '');
  const digits = now + String(randomInt(1000)).padStart(3, '0');
  return model.auto ? `redshiftml-${digits}` : `redshiftml-${digits}-${model.modelType ?? 'xgboost'}`;
}
