import { functionError, validationError } from '../errors.js';
import { cidrBlocks } from './cidr.js';
import { asFunction, isObject, type Json, type JsonObject } from './json.js';
import { getAttParts, placeholderReference } from './references.js';
import { KNOWN_AFTER_APPLY, NO_VALUE, type Scope } from './scope.js';

type Value = Json | typeof NO_VALUE;

/**
 * Resolves every intrinsic function inside a value. Members that come to `AWS::NoValue` are left out.
 * @throws AwsError ValidationError in CloudFormation's words where a function can't be resolved.
 */
export function resolve(value: Json, scope: Scope): Json {
  const result = evaluate(value, scope);
  return result === NO_VALUE ? '' : result;
}

/** As `resolve`, of an object's members (a resource's properties). */
export function resolveMembers(value: JsonObject, scope: Scope): JsonObject {
  return members(value, scope);
}

/** A condition's own expression. */
export function resolveCondition(expression: Json, scope: Scope): boolean {
  return truth(evaluate(expression, scope));
}

function evaluate(value: Json, scope: Scope): Value {
  if (Array.isArray(value)) {
    return value.map((item) => evaluate(item, scope)).filter((item): item is Json => item !== NO_VALUE);
  }
  if (!isObject(value)) {
    if (typeof value === 'string') refuseDynamicReference(value);
    return value;
  }
  const call = asFunction(value);
  const run = call && FUNCTIONS[call.name];
  if (call && run) return run(call.argument, scope);
  if (call && call.name !== 'Condition') {
    throw functionError(`the local cloud does not support the function ${call.name}.`);
  }
  return members(value, scope);
}

function members(value: JsonObject, scope: Scope): JsonObject {
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const resolved = evaluate(item, scope);
    if (resolved !== NO_VALUE) result[key] = resolved;
  }
  return result;
}

function refuseDynamicReference(text: string): void {
  const found = /\{\{resolve:[^}]*\}\}/.exec(text);
  if (found) throw validationError(`The local cloud does not support the dynamic reference ${found[0]}.`);
}

const FUNCTIONS: Record<string, (argument: Json, scope: Scope) => Value> = {
  Ref: (name, scope) => {
    if (typeof name !== 'string') throw functionError('every Ref object must have a single String value.');
    return reference(name, scope);
  },
  'Fn::GetAtt': (argument, scope) => {
    const parts = getAttParts(argument);
    if (!parts) throw GET_ATT();
    return attribute(parts.name, string(evaluate(parts.attribute, scope), GET_ATT), scope);
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Join': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 2) throw JOIN();
    const delimiter = string(evaluate(argument[0] as Json, scope), JOIN);
    const list = evaluate(argument[1] as Json, scope);
    if (list === KNOWN_AFTER_APPLY) return KNOWN_AFTER_APPLY;
    if (!Array.isArray(list)) throw JOIN();
    const parts = list.map((item) => string(item, JOIN));
    return parts.includes(KNOWN_AFTER_APPLY) ? KNOWN_AFTER_APPLY : parts.join(delimiter);
  },
  'Fn::Select': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 2) throw SELECT();
    const index = evaluate(argument[0] as Json, scope);
    const list = evaluate(argument[1] as Json, scope);
    if (list === KNOWN_AFTER_APPLY || index === KNOWN_AFTER_APPLY) return KNOWN_AFTER_APPLY;
    if (!/^\d+$/.test(String(index)) || !Array.isArray(list)) throw SELECT();
    const item = list[Number(index)];
    if (item === undefined) throw SELECT();
    return item;
  },
  'Fn::Split': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 2) throw SPLIT();
    const delimiter = evaluate(argument[0] as Json, scope);
    const text = evaluate(argument[1] as Json, scope);
    if (text === KNOWN_AFTER_APPLY) return KNOWN_AFTER_APPLY;
    if (typeof delimiter !== 'string' || delimiter === '' || typeof text !== 'string') throw SPLIT();
    return text.split(delimiter);
  },
  'Fn::If': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 3 || typeof argument[0] !== 'string') {
      throw functionError('Fn::If requires a list argument with three elements');
    }
    return evaluate(argument[scope.condition(argument[0]) ? 1 : 2] as Json, scope);
  },
  'Fn::Equals': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 2) throw EQUALS();
    const [left, right] = argument.map((item) => string(evaluate(item, scope), EQUALS));
    return left === right;
  },
  'Fn::Not': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 1) {
      throw functionError('every Fn::Not object requires a list of 1 condition.');
    }
    return !truth(condition(argument[0] as Json, scope));
  },
  'Fn::And': (argument, scope) => conditions(argument, scope, 'Fn::And').every(Boolean),
  'Fn::Or': (argument, scope) => conditions(argument, scope, 'Fn::Or').some(Boolean),
  'Fn::FindInMap': (argument, scope) => findInMap(argument, scope),
  'Fn::Base64': (argument, scope) => {
    const text = string(evaluate(argument, scope), () =>
      functionError('every Fn::Base64 object must have a String-typed value.'),
    );
    return text === KNOWN_AFTER_APPLY ? text : Buffer.from(text, 'utf8').toString('base64');
  },
  'Fn::Cidr': (argument, scope) => {
    const parts = evaluate(argument, scope);
    if (!Array.isArray(parts)) throw functionError('every Fn::Cidr object requires a list of 2 or 3 values.');
    if (parts.includes(KNOWN_AFTER_APPLY)) return KNOWN_AFTER_APPLY;
    return cidrBlocks(parts);
  },
  'Fn::GetAZs': (argument, scope) => {
    const region = evaluate(argument, scope);
    if (typeof region !== 'string') throw functionError('Fn::GetAZs requires a string argument');
    return scope.zones(region);
  },
  'Fn::ImportValue': (argument, scope) => {
    const name = evaluate(argument, scope);
    if (typeof name !== 'string') throw functionError('the attribute in Fn::ImportValue must be a string');
    if (name === KNOWN_AFTER_APPLY) return name;
    return scope.importValue(name);
  },
};

function reference(name: string, scope: Scope): Value {
  const parameter = scope.parameter(name);
  if (parameter !== undefined) return parameter;
  const resource = scope.ref(name);
  if (resource === undefined) throw unresolved(name);
  return resource;
}

function attribute(name: string, member: string, scope: Scope): Json {
  const value = scope.attribute(name, member);
  if (value === undefined) throw unresolved(name);
  return value;
}

function substitute(argument: Json, scope: Scope): Json {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (
    typeof template !== 'string' ||
    !isObject(variables) ||
    (Array.isArray(argument) && argument.length !== 2)
  ) {
    throw functionError(
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  refuseDynamicReference(template);
  let later = false;
  const text = template.replace(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, inner: string) => {
    if (literal === '!') return `\${${inner}}`;
    const name = inner.trim();
    const value = name in variables ? evaluate(variables[name] as Json, scope) : placeholder(name, scope);
    const part = string(value, () =>
      functionError(
        'every value of the context object of every Fn::Sub object must be a string or a function that returns a string',
      ),
    );
    if (part === KNOWN_AFTER_APPLY) later = true;
    return part;
  });
  return later ? KNOWN_AFTER_APPLY : text;
}

function placeholder(name: string, scope: Scope): Value {
  const found = placeholderReference(name);
  return found.kind === 'Ref'
    ? reference(name, scope)
    : attribute(found.name, found.attribute as string, scope);
}

function findInMap(argument: Json, scope: Scope): Json {
  if (!Array.isArray(argument) || argument.length < 3) {
    throw functionError(
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    );
  }
  const [map, first, second] = argument.slice(0, 3).map((part) => String(evaluate(part, scope)));
  if ([map, first, second].includes(KNOWN_AFTER_APPLY)) return KNOWN_AFTER_APPLY;
  const value = scope.mappings[map as string]?.[first as string]?.[second as string];
  if (value !== undefined) return value;
  const fallback = argument[3];
  if (isObject(fallback) && 'DefaultValue' in fallback) return resolve(fallback.DefaultValue as Json, scope);
  throw functionError(`Unable to get mapping for ${map}::${first}::${second}`);
}

function conditions(argument: Json, scope: Scope, name: string): boolean[] {
  if (!Array.isArray(argument) || argument.length < 2 || argument.length > 10) {
    throw functionError(
      `every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`,
    );
  }
  return argument.map((item) => truth(condition(item, scope)));
}

/** Inside a condition function `{"Condition": "Name"}` names another condition. */
function condition(value: Json, scope: Scope): Value {
  const call = asFunction(value);
  if (call?.name === 'Condition' && typeof call.argument === 'string') return scope.condition(call.argument);
  return evaluate(value, scope);
}

function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw formatBoolean();
}

/** A scalar as CloudFormation's functions see it: numbers and booleans are strings. */
function string(value: Value, otherwise: () => Error): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw otherwise();
}

const formatBoolean = () => functionError('every condition must evaluate to a boolean.');
const unresolved = (name: string) =>
  validationError(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
  );
const GET_ATT = () =>
  functionError(
    'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  );
const JOIN = () =>
  functionError(
    'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  );
const SELECT = () =>
  functionError('Fn::Select requires a list argument with two elements: an integer index and a list');
const SPLIT = () =>
  functionError(
    'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  );
const EQUALS = () => functionError('every Fn::Equals object requires a list of 2 string parameters.');
