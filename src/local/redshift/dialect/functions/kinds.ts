import { call, cast, type Node, type Typed } from '../rewrite/ast.js';

/** A type without its length: `numeric` of `numeric(10,2)`. */
export function base(type: string | undefined): string | undefined {
  return type?.replace(/\(.*$/, '');
}

export function isInteger(type: string | undefined): boolean {
  return type === 'int2' || type === 'int4' || type === 'int8';
}

export function isCharacter(type: string | undefined): boolean {
  const name = base(type);
  return name === 'varchar' || name === 'bpchar' || name === 'name';
}

export function isFloat(type: string | undefined): boolean {
  return type === 'float4' || type === 'float8';
}

export function isTime(type: string | undefined): boolean {
  return type === 'timestamp' || type === 'timestamptz' || type === 'date';
}

/** The expression as a timestamp: text and dates become one, a timestamptz stays. */
export function asTimestamp(argument: Typed): Node {
  return argument.type === 'timestamp' || argument.type === 'timestamptz'
    ? argument.node
    : cast(argument.node, 'TIMESTAMP');
}

/** A SUPER's text, any other expression as it is. */
export function asText(argument: Typed): Node {
  return argument.type === 'super' ? call('rs_super_text', argument.node) : argument.node;
}

/** Same type as the first argument. */
export const likeFirst = (types: (string | undefined)[]) => types[0];

/** The widest of the arguments' types, as COALESCE, CASE and GREATEST have it. */
export function widest(types: (string | undefined)[]): string | undefined {
  const known = types.filter((type) => type !== 'null');
  if (known.length === 0) return 'varchar';
  if (known.some((type) => type === undefined)) return undefined;
  const [first] = known;
  if (known.every((type) => type === first)) return first;
  if (known.every((type) => isCharacter(type))) return 'varchar';
  const order = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'];
  const ranks = known.map((type) => order.indexOf(base(type) ?? ''));
  if (ranks.includes(-1)) {
    if (known.includes('timestamptz')) return 'timestamptz';
    return known.every((type) => isTime(type)) ? 'timestamp' : undefined;
  }
  const top = order[Math.max(...ranks)];
  return top === 'numeric' ? undefined : top;
}
