import { DataError } from '../interpreter/errors.js';
import { evaluateIntrinsic, IntrinsicFailure, parseIntrinsic } from './intrinsics.js';
import { PathNotFound, parsePath, readPath } from './json-path.js';
import type { Json } from './types.js';

/** What paths of a state can reach: `$`, `$$`, and variables. */
export interface Scope {
  input: Json;
  context: Json;
  variables: Record<string, Json>;
}

/**
 * The value at a path, or of a variable or the context object.
 * @throws PathNotFound
 */
export function lookUp(text: string, scope: Scope): Json {
  const path = parsePath(text);
  if (path.root === '') return readPath(path, scope.input);
  if (path.root === '$') return readPath(path, scope.context);
  const value = scope.variables[path.root];
  if (value === undefined) throw new PathNotFound(`No results for path: $['${path.root}']`);
  return readPath(path, value);
}

/** @throws DataError `Invalid path '…' : …`, for InputPath, OutputPath and their like. */
export function pathField(text: string, scope: Scope): Json {
  try {
    return lookUp(text, scope);
  } catch (error) {
    throw new DataError(`Invalid path '${text}' : ${(error as Error).message}`);
  }
}

/**
 * Fills in a payload template: a field `name.$` takes the value of its path or intrinsic function call.
 * @throws DataError States.Runtime (as recorded, where the documentation says States.ParameterPathFailure), States.IntrinsicFailure
 */
export function fillTemplate(template: Json, scope: Scope): Json {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, scope));
  if (template === null || typeof template !== 'object') return template;
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$') && typeof value === 'string')
      result[key.slice(0, -2)] = textField(key, value, scope);
    else result[key] = fillTemplate(value, scope);
  }
  return result;
}

/** One path or intrinsic function call; `field` names it in errors. */
export function textField(field: string, text: string, scope: Scope, missing = 'States.Runtime'): Json {
  const resolve = (path: string): Json => {
    try {
      return lookUp(path, scope);
    } catch {
      const source = JSON.stringify(path.startsWith('$$') ? scope.context : scope.input);
      throw new DataError(
        `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${source}'`,
        missing,
      );
    }
  };
  if (text.startsWith('$')) return resolve(text);
  try {
    return evaluateIntrinsic(parseIntrinsic(text), resolve);
  } catch (error) {
    if (error instanceof DataError) throw error;
    if (error instanceof IntrinsicFailure) {
      throw new DataError(
        `The function '${text}' had the following error: ${error.message}`,
        'States.IntrinsicFailure',
      );
    }
    throw new DataError(
      `The function '${text}' had the following error: ${(error as Error).message}`,
      'States.IntrinsicFailure',
    );
  }
}
