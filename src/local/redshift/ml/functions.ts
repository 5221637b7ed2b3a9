import type { Catalog } from '../catalog/catalog.js';
import type { NameResolver } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';
import { type ModelRecord, macroNames, modelObject } from './model-record.js';

/**
 * The prediction function of this name whose arguments take these types. Functions may be overloaded (Developer Guide,
 * use cases of CREATE MODEL); of several that fit, the one with exactly these types wins.
 * @param schemas where it is looked for, in this order
 * @throws SqlError while its model is not ready: 'visible but can't be run' (usage notes of CREATE MODEL)
 */
export function predictionFunction(
  catalog: Catalog,
  schemas: string[],
  name: string,
  types: (string | undefined)[],
): ReturnType<NonNullable<NameResolver['function']>> {
  for (const schema of schemas) {
    const named = catalog
      .all('model')
      .filter((model) => model.function.schema === schema && model.function.name === name);
    const fitting = named.filter((model) => takes(model, types));
    const model = fitting.find((one) => exactly(one, types)) ?? fitting[0];
    if (model === undefined) continue;
    requireReady(model);
    return { target: macroNames(model)[0], returns: model.function.returns, object: modelObject(model) };
  }
  return undefined;
}

function requireReady(model: ModelRecord): void {
  if (model.state === 'READY') return;
  const why =
    model.state === 'TRAINING'
      ? 'the model is still being trained'
      : `the training of the model failed (${model.reason ?? 'unknown reason'})`;
  throw new SqlError(
    `Function ${model.function.name} cannot be run: model ${model.name} is not ready, ${why}`,
    '55000',
  );
}

function takes(model: ModelRecord, types: (string | undefined)[]): boolean {
  const wanted = model.function.arguments;
  return (
    wanted.length === types.length &&
    wanted.every(({ type }, at) => {
      const given = types[at];
      return given === undefined || given === 'null' || kind(given) === kind(type);
    })
  );
}

function exactly(model: ModelRecord, types: (string | undefined)[]): boolean {
  return model.function.arguments.every(({ type }, at) => base(type) === base(types[at] ?? ''));
}

/** Types of one kind become one another without a cast (Developer Guide, compatible types). */
function kind(type: string): string {
  const name = base(type);
  if (['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'oid'].includes(name)) return 'number';
  if (['varchar', 'bpchar', 'name'].includes(name)) return 'text';
  if (['date', 'timestamp', 'timestamptz'].includes(name)) return 'moment';
  return name;
}

function base(type: string): string {
  return type.replace(/\(.*$/, '');
}
