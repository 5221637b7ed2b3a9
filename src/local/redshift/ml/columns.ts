import type { ModelDefinition } from '../dialect/command-parts.js';
import type { RelationColumn } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';
import { parseType, typeWords } from '../dialect/types.js';

const numbers = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'bool'];
const others = ['bpchar', 'varchar', 'date', 'time', 'timetz', 'timestamp', 'timestamptz'];
/** What cannot be a label, in either mode (usage notes of CREATE MODEL). */
const labels = ['int2', 'int4', 'int8', 'float4', 'float8', 'bool', 'bpchar', 'varchar'];
const mostFeatures = 256;

/** The columns of the training query told apart. */
export interface TrainingColumns {
  /** In the order of the query: the function's arguments. */
  features: RelationColumn[];
  target: RelationColumn;
}

/** A type without its size: `numeric` of `numeric(10,2)`. */
export function typeName(type: string): string {
  return parseType(type).name;
}

/**
 * Tells label and features apart and refuses what cannot be learned from (usage notes of CREATE MODEL).
 * @throws SqlError; Redshift's own sentences are not documented
 */
export function trainingColumns(model: ModelDefinition, columns: RelationColumn[]): TrainingColumns {
  const target = columns.find((column) => column.name === model.target);
  if (target === undefined)
    throw new SqlError(`Target column "${model.target}" does not exist in the training data`, '42703');
  const twice = columns.find((column, at) => columns.findIndex((one) => one.name === column.name) !== at);
  if (twice !== undefined) throw new SqlError(`column "${twice.name}" is duplicated`, '42701');
  const features = columns.filter((column) => column !== target);
  if (features.length === 0) throw new SqlError('The training data must have at least two columns', '22023');
  if (features.length > mostFeatures)
    throw new SqlError(
      `The training data has ${features.length} features; the most is ${mostFeatures}`,
      '22023',
    );
  const usable = model.auto ? [...numbers, ...others] : numbers;
  const mode = model.auto ? 'ON' : 'OFF';
  for (const feature of features) {
    if (!usable.includes(typeName(feature.type)))
      throw unusable(feature, `as a feature when AUTO is ${mode}`);
  }
  if (!labels.includes(typeName(target.type))) throw unusable(target, 'as the target of a model');
  if (!usable.includes(typeName(target.type))) throw unusable(target, `as the target when AUTO is ${mode}`);
  return { features: asArguments(model, features), target };
}

/** FUNCTION f (types) names the arguments' types; else they are the columns'. */
function asArguments(model: ModelDefinition, features: RelationColumn[]): RelationColumn[] {
  const { argumentTypes } = model;
  if (argumentTypes === undefined) return features;
  if (argumentTypes.length !== features.length) {
    throw new SqlError(
      `Function ${model.function.name} has ${argumentTypes.length} arguments, the training data has ${features.length} features`,
      '22023',
    );
  }
  return features.map((feature, at) => {
    const type = argumentTypes[at] as string;
    if (family(type) !== family(feature.type))
      throw new SqlError(
        `Argument ${at + 1} of function ${model.function.name} is ${typeWords(typeName(type))}, column "${feature.name}" is ${typeWords(typeName(feature.type))}`,
        '42804',
      );
    return { name: feature.name, type };
  });
}

function family(type: string): string {
  const name = typeName(type);
  if (name === 'bool' || name.startsWith('time') || name === 'date') return name;
  return numbers.includes(name) ? 'number' : 'text';
}

function unusable(column: RelationColumn, where: string): SqlError {
  return new SqlError(
    `Column "${column.name}" of type ${typeWords(typeName(column.type))} cannot be used ${where}`,
    '42804',
  );
}
