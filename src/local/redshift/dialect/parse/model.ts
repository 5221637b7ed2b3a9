import type { Command } from '../command.js';
import type { ModelDefinition, ModelSettings } from '../command-parts.js';
import { notSupported, SqlError } from '../sql-error.js';
import type { Cursor } from './cursor.js';
import { dataType } from './data-type.js';

const MODEL_TYPES = ['xgboost', 'mlp', 'linear_learner', 'kmeans', 'forecast'] as const;
const PROBLEM_TYPES = ['regression', 'binary_classification', 'multiclass_classification'] as const;

/**
 * CREATE MODEL, behind those words. The clauses stand in the order of the Developer Guide's full syntax; any other is
 * a syntax error there.
 */
export function createModel(cursor: Cursor): Command {
  const name = cursor.name();
  const from = source(cursor);
  const target = from !== undefined && cursor.takeWords('target') ? targetName(cursor) : undefined;
  cursor.expectWords('function');
  const functionName = cursor.name();
  const argumentTypes = cursor.isSymbol('(') ? cursor.parenthesized(() => dataType(cursor)) : undefined;
  if (cursor.isWords('returns') || cursor.isWords('sagemaker')) {
    throw notSupported('CREATE MODEL with a model of your own (RETURNS, SAGEMAKER)', cursor.offset);
  }
  // Without FROM only a remote model is left, and it was not that.
  if (from === undefined) throw cursor.error();
  cursor.expectWords('iam_role');
  const iamRole = cursor.takeWords('default') ? 'default' : cursor.string();
  const auto = cursor.takeWords('auto') ? onOff(cursor) : true;
  const modelType = cursor.takeWords('model_type') ? oneOf(cursor, MODEL_TYPES) : undefined;
  const problemType = cursor.takeWords('problem_type') ? oneOf(cursor, PROBLEM_TYPES) : undefined;
  const objective = cursor.takeWords('objective') ? cursor.string() : undefined;
  const preprocessors = cursor.takeWords('preprocessors') ? cursor.string() : undefined;
  const hyperparameters = cursor.takeWords('hyperparameters') ? parameters(cursor) : undefined;
  const settings = cursor.takeWords('settings') ? modelSettings(cursor) : {};
  const model: ModelDefinition = {
    from,
    ...(target === undefined ? {} : { target }),
    function: functionName,
    ...(argumentTypes === undefined ? {} : { argumentTypes }),
    iamRole: iamRole.toLowerCase() === 'default' ? 'default' : iamRole,
    auto,
    ...(modelType === undefined ? {} : { modelType }),
    ...(problemType === undefined ? {} : { problemType }),
    ...(objective === undefined ? {} : { objective }),
    ...(preprocessors === undefined ? {} : { preprocessors }),
    ...(hyperparameters === undefined ? {} : { hyperparameters }),
    settings,
  };
  return { kind: 'create-model', name, model };
}

/** SHOW MODEL { ALL | name }, behind those words. */
export function showModel(cursor: Cursor): Command {
  return { kind: 'show-model', name: cursor.takeWords('all') ? undefined : cursor.name() };
}

/** DROP MODEL [IF EXISTS] name, behind those words. */
export function dropModel(cursor: Cursor): Command {
  const ifExists = cursor.ifExists();
  return { kind: 'drop-model', name: cursor.name(), ifExists };
}

function source(cursor: Cursor): ModelDefinition['from'] | undefined {
  if (!cursor.takeWords('from')) return undefined;
  if (cursor.peek()?.kind === 'string')
    throw notSupported('CREATE MODEL from a SageMaker job or an artifact of your own', cursor.offset);
  if (!cursor.isSymbol('(')) return { table: cursor.name() };
  cursor.expectSymbol('(');
  if (cursor.peek()?.kind === 'string')
    throw notSupported('CREATE MODEL from a SageMaker job or an artifact of your own', cursor.offset);
  const queryOffset = cursor.offset;
  const query = cursor.balanced(() => false);
  cursor.expectSymbol(')');
  return { query, queryOffset };
}

/** The Developer Guide writes TARGET both as a name and, in one example, as a string. */
function targetName(cursor: Cursor): string {
  return cursor.peek()?.kind === 'string' ? cursor.string().toLowerCase() : cursor.identifier();
}

function oneOf<Word extends string>(cursor: Cursor, words: readonly Word[]): Word {
  const word = cursor.takeOneOf(...words);
  if (word === undefined) throw cursor.error();
  return word;
}

function onOff(cursor: Cursor): boolean {
  return oneOf(cursor, ['on', 'off']) === 'on';
}

/** DEFAULT | DEFAULT EXCEPT (key 'value', …); keys in lower case. */
function parameters(cursor: Cursor): Record<string, string> {
  cursor.expectWords('default');
  const found: Record<string, string> = {};
  if (!cursor.takeWords('except')) return found;
  cursor.parenthesized(() => {
    const start = cursor.offset;
    const key = cursor.identifier().toLowerCase();
    if (Object.hasOwn(found, key)) throw new SqlError(`Hyperparameter ${key} is given twice`, '42601', start);
    found[key] = cursor.string();
  });
  return found;
}

function modelSettings(cursor: Cursor): ModelSettings {
  const settings: ModelSettings = {};
  cursor.parenthesized(() => {
    const start = cursor.offset;
    const key = cursor.identifier();
    const member = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
    if (member === undefined)
      throw new SqlError(
        `syntax error at or near "${cursor.text.slice(start, start + key.length)}"`,
        '42601',
        start,
      );
    if (settings[member.name] !== undefined)
      throw new SqlError(`conflicting or redundant options: ${key.toUpperCase()}`, '42601', start);
    Object.assign(settings, { [member.name]: member.read(cursor) });
  });
  return settings;
}

const text = (cursor: Cursor) => cursor.string();
const count = (cursor: Cursor) => {
  const start = cursor.peek();
  const value = cursor.number();
  if (!Number.isSafeInteger(value) || value < 1)
    throw new SqlError(`syntax error at or near "${start?.text ?? ''}"`, '42601', start?.start);
  return value;
};

const SETTINGS: Record<
  string,
  { name: keyof ModelSettings; read(cursor: Cursor): string | number | boolean }
> = {
  s3_bucket: { name: 's3Bucket', read: text },
  tags: { name: 'tags', read: text },
  kms_key_id: { name: 'kmsKeyId', read: text },
  s3_garbage_collect: { name: 's3GarbageCollect', read: onOff },
  max_cells: { name: 'maxCells', read: count },
  max_runtime: { name: 'maxRuntime', read: count },
  horizon: { name: 'horizon', read: count },
  frequency: { name: 'frequency', read: text },
  percentiles: { name: 'percentiles', read: text },
  max_batch_rows: { name: 'maxBatchRows', read: count },
};
