import { call, cast, type Node, stringValue, type Typed, text } from '../rewrite/ast.js';
import { SqlError } from '../sql-error.js';
import { base, isCharacter } from './kinds.js';
import type { FunctionRule } from './rule.js';

/** Whether a trailing argument is the literal `true` or `false` of `null_if_invalid`. */
function nullIfInvalid(argument: Typed | undefined): boolean | undefined {
  return argument?.node.boolean?.value as boolean | undefined;
}

/** A path of attribute names for DuckDB: a JSON pointer where a name would be read as a pattern. */
export function jsonPath(names: string[]): string {
  if (names.every((name) => /^[^"\\*]*$/.test(name))) return `$${names.map((name) => `."${name}"`).join('')}`;
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** JSON_EXTRACT_PATH_TEXT taken apart, when every step is a literal. */
export function constantPath(args: Typed[]): { input: Typed; path: string; lenient: boolean } | undefined {
  const lenient = nullIfInvalid(args.at(-1));
  const [input, ...steps] = lenient === undefined ? args : args.slice(0, -1);
  const names = steps.map((step) => stringValue(step.node));
  if (input === undefined || names.length === 0 || names.some((name) => name === undefined)) return undefined;
  return { input, path: jsonPath(names as string[]), lenient: lenient ?? false };
}

const is = (types: string): FunctionRule => ({
  min: 1,
  max: 1,
  returns: 'bool',
  takesSuper: true,
  rewrite: ([value]) => call('rs_super_is', (value as Typed).node, text(types)),
});

export const JSON_FUNCTIONS: Record<string, FunctionRule> = {
  json_extract_path_text: {
    min: 2,
    max: 7,
    returns: 'varchar',
    rewrite: (args, { position }) => {
      const constant = constantPath(args);
      if (constant === undefined) return computedPath(args, position);
      const target = constant.lenient ? 'rs_json_path_lenient' : 'rs_json_path';
      return call(target, jsonText(constant.input), text(constant.path));
    },
  },
  json_extract_array_element_text: {
    min: 2,
    max: 3,
    returns: 'varchar',
    rewrite: ([input, index, lenient]) =>
      call(
        nullIfInvalid(lenient) ? 'rs_json_element_lenient' : 'rs_json_element',
        jsonText(input),
        (index as Typed).node,
      ),
  },
  json_array_length: {
    min: 1,
    max: 2,
    returns: 'int4',
    rewrite: ([input, lenient]) =>
      call(nullIfInvalid(lenient) ? 'rs_json_length_lenient' : 'rs_json_length', jsonText(input)),
  },
  is_valid_json: {
    min: 1,
    max: 1,
    returns: 'bool',
    rewrite: ([value]) => call('rs_is_valid_json', safely(jsonText(value))),
  },
  is_valid_json_array: {
    min: 1,
    max: 1,
    returns: 'bool',
    rewrite: ([value]) => call('rs_is_valid_json_array', safely(jsonText(value))),
  },
  can_json_parse: {
    min: 1,
    max: 1,
    returns: 'bool',
    rewrite: ([value]) =>
      call(
        isCharacter(value?.type) ? 'rs_can_json_parse' : 'rs_can_json_parse_bytes',
        safely((value as Typed).node),
      ),
  },
  json_parse: {
    min: 1,
    max: 1,
    returns: 'super',
    rewrite: ([value]) =>
      call(isCharacter(value?.type) ? 'rs_json_parse' : 'rs_json_parse_bytes', (value as Typed).node),
  },
  json_serialize: { min: 1, max: 1, returns: 'varchar', takesSuper: true, target: 'rs_json_serialize' },
  json_typeof: { min: 1, max: 1, returns: 'varchar', takesSuper: true, target: 'rs_json_typeof' },
  json_size: { min: 1, max: 1, returns: 'int8', takesSuper: true, target: 'rs_json_size' },
  get_array_length: { min: 1, max: 1, returns: 'int8', takesSuper: true, target: 'rs_get_array_length' },
  is_object: is('OBJECT'),
  is_array: is('ARRAY'),
  is_scalar: is('VARCHAR BOOLEAN UBIGINT BIGINT DOUBLE HUGEINT'),
  is_varchar: is('VARCHAR'),
  is_char: is('VARCHAR'),
  is_boolean: is('BOOLEAN'),
  is_integer: is('UBIGINT BIGINT'),
  is_bigint: is('UBIGINT BIGINT'),
  is_smallint: {
    ...is('UBIGINT BIGINT'),
    rewrite: ([value]) => call('rs_super_is_smallint', (value as Typed).node),
  },
  is_decimal: is('UBIGINT BIGINT DOUBLE HUGEINT'),
  is_float: is('DOUBLE'),
  array: { min: 0, max: 200, returns: 'super', takesSuper: true, target: 'json_array' },
  object: { min: 0, max: 200, returns: 'super', takesSuper: true, target: 'json_object' },
  array_concat: { min: 2, max: 2, returns: 'super', takesSuper: true, target: 'rs_array_concat' },
  split_to_array: {
    min: 1,
    max: 2,
    returns: 'super',
    rewrite: ([value, by]) => call('rs_split_to_array', (value as Typed).node, by?.node ?? text(',')),
  },
  subarray: { min: 3, max: 3, returns: 'super', takesSuper: true, target: 'rs_subarray' },
};

function jsonText(argument: Typed | undefined): Node {
  const { node, type } = argument as Typed;
  if (base(type) === 'varbyte') return call('rs_from_varbyte', node);
  return type === undefined || isCharacter(type) ? node : cast(node, 'VARCHAR');
}

/**
 * DuckDB may try the conditions of WHERE in any order, so a test of JSON must not fail on bytes that `is_utf8` beside
 * it would have kept away: there, bytes that are no UTF-8 are NULL.
 */
function safely(node: Node): Node {
  return node.function?.name === 'rs_from_varbyte'
    ? call('rs_utf8', ...(node.function.args as Node[]))
    : node;
}

function computedPath(args: Typed[], position: number | undefined): Node {
  const lenient = nullIfInvalid(args.at(-1));
  const [input, ...steps] = lenient === undefined ? args : args.slice(0, -1);
  if (steps.length === 0)
    throw new SqlError(
      'function json_extract_path_text(character varying) does not exist',
      '42883',
      position,
    );
  const pointer = call('rs_json_pointer', call('list_value', ...steps.map((step) => step.node)));
  return call(lenient ? 'rs_json_path_lenient' : 'rs_json_path', jsonText(input), pointer);
}
