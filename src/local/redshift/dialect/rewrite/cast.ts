import { base, isCharacter, isFloat, isInteger, isTime } from '../functions/kinds.js';
import { notSupported, SqlError } from '../sql-error.js';
import { duckdbType, parseType, typeWords } from '../types.js';
import { call, cast, type Node, number, stringValue, type Typed, text } from './ast.js';

/** Redshift names an integer's width in its message for a bad digit. */
const WIDTHS: Record<string, string> = { int2: 'Short', int4: 'Integer', int8: 'Long' };

/** Bounds beyond which a constant does not fit. */
const BOUNDS: Record<string, bigint> = {
  int2: 32_767n,
  int4: 2_147_483_647n,
  int8: 9_223_372_036_854_775_807n,
};

/**
 * A cast to a Redshift type. What Redshift refuses and DuckDB lets through (`'1.5'::bigint`, `'1e3'::int`) is refused
 * in Redshift's words; a SUPER that does not fit gives NULL, as `cast_super_null_on_error` (on) has it; with
 * `lenient` (TRY_CAST) so does everything else.
 * @throws SqlError for a constant that cannot be cast
 */
export function castTo(value: Typed, type: string, lenient: boolean, position?: number): Typed {
  const parsed = parseType(type, position);
  // In an expression `varchar` alone is as long as its input.
  const target = type.includes('(') ? parsed : { ...parsed, length: undefined };
  const done = (node: Node): Typed => ({ node: withLength(node, target.name, target.length), type });
  const duckdb = duckdbType(parsed);
  const { node } = value;
  if (value.type === 'super' || target.name === 'super')
    return done(throughSuper(value, target.name, duckdb));
  const constant = stringValue(node);
  if (constant !== undefined && target.name in WIDTHS)
    return { node: constantInteger(constant, target.name, lenient, position), type };
  if (isCharacter(value.type)) return done(fromText(node, target.name, duckdb, lenient));
  if (base(value.type) === 'varbyte' && isCharacter(target.name)) return done(call('rs_from_varbyte', node));
  if (isCharacter(target.name)) return done(toText(value));
  if (target.name === 'varbyte') return done(value.type === undefined ? cast(node, duckdb) : node);
  if (value.type === 'bool' && (isTime(target.name) || target.name === 'numeric' || isFloat(target.name))) {
    throw new SqlError(`cannot cast type boolean to ${words(target.name)}`, '42804', position);
  }
  if (lenient) return done({ try_cast: bodyOfCast(node, duckdb) });
  return done(cast(node, duckdb));
}

function bodyOfCast(node: Node, duckdb: string): Node {
  return cast(node, duckdb).cast as Node;
}

function constantInteger(
  constant: string,
  target: string,
  lenient: boolean,
  position: number | undefined,
): Node {
  const digits = /^\s*([+-]?)(\d+)\s*$/.exec(constant);
  if (digits === null) {
    if (lenient) return cast({ null: null }, duckdbType(target));
    throw new SqlError(`invalid input syntax for integer: "${constant}"`, '22P02', position);
  }
  const bound = BOUNDS[target] as bigint;
  const size = BigInt(digits[2] as string);
  if (size > (digits[1] === '-' ? bound + 1n : bound)) {
    if (lenient) return cast({ null: null }, duckdbType(target));
    throw new SqlError(
      `value "${constant.trim()}" is out of range for type ${words(target)}`,
      '22003',
      position,
    );
  }
  return cast(text(constant.trim()), duckdbType(target));
}

function fromText(node: Node, target: string, duckdb: string, lenient: boolean): Node {
  if (target in WIDTHS) return call(`rs_${lenient ? 'try_' : ''}text_${target}`, node);
  if (isCharacter(target)) return node;
  if (target === 'varbyte') return call('encode', node);
  if (target === 'bool') return call(lenient ? 'rs_try_text_bool' : 'rs_text_bool', node);
  if (isFloat(target)) return cast(call(lenient ? 'rs_try_text_float' : 'rs_text_float', node), duckdb);
  return lenient ? { try_cast: bodyOfCast(node, duckdb) } : cast(node, duckdb);
}

function toText({ node, type }: Typed): Node {
  if (isFloat(type)) return call('rs_float_text', node);
  return type === undefined ? call('rs_any_text', node) : cast(node, 'VARCHAR');
}

function throughSuper({ node, type }: Typed, target: string, duckdb: string): Node {
  if (target === 'super') {
    if (type === 'super') return node;
    if (isTime(type) || base(type) === 'varbyte')
      throw notSupported(`a cast of ${words(base(type) ?? '')} to SUPER`);
    return call('to_json', node);
  }
  if (isCharacter(target)) return call('rs_super_text', node);
  if (isInteger(target)) return call(`rs_super_${target}`, node);
  if (isFloat(target)) return cast(call('rs_super_float', node), duckdb);
  if (target === 'bool') return call('rs_super_bool', node);
  return { try_cast: bodyOfCast(call('rs_super_text', node), duckdb) };
}

/** A character type's length cuts, in bytes, as an explicit cast does. */
function withLength(node: Node, target: string, length: number | undefined): Node {
  if (length === undefined || length >= 65_535 || !isCharacter(target)) return node;
  const constant = stringValue(node);
  if (constant !== undefined && Buffer.byteLength(constant) <= length) return node;
  return call('rs_varchar', node, number(length));
}

/** A type as error messages spell it: `integer`, `character varying`. */
export function words(type: string): string {
  return typeWords(base(type) ?? 'unknown');
}
