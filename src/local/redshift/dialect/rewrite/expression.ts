import { isAbsent } from '../functions/absent.js';
import { widest } from '../functions/kinds.js';
import { notSupported, SqlError } from '../sql-error.js';
import { arithmetic } from './arithmetic.js';
import { bodyOf, call, cast, integerValue, kindOf, type Node, NULL, stringValue, type Typed } from './ast.js';
import { functionCall, noFunction } from './call.js';
import { CALLS } from './call-kinds.js';
import { castTo } from './cast.js';
import { bool, type NodeRule, plain } from './node-rule.js';
import { reference } from './path.js';
import { PREDICATES } from './predicates.js';
import { TYPE } from './prepare.js';
import { query } from './query.js';
import type { Scope } from './scope.js';

/**
 * One expression, rewritten. A kind of node that is not here is refused by name: nothing reaches DuckDB unread.
 * @throws SqlError
 */
export function expression(node: Node, scope: Scope): Typed {
  const kind = kindOf(node);
  const rule = VALUES[kind] ?? PREDICATES[kind] ?? CALLS[kind];
  if (rule === undefined) throw unknownKind(kind, node, scope);
  return rule(bodyOf(node), scope, node);
}

/** polyglot has kinds of their own for functions of other dialects, and writes `j_s_o_n_array`. */
function unknownKind(kind: string, node: Node, scope: Scope): SqlError {
  const position = positionIn(node, scope);
  const name = kind === 'aggregate_function' ? String(bodyOf(node).name).toLowerCase() : undefined;
  if (name !== undefined && !isAbsent(name)) {
    const args = (bodyOf(node).args as Node[]).map((argument) => expression(argument, scope).type);
    return noFunction(name, args, position);
  }
  const words = kind.replace(/^j_s_o_n/, 'json').replaceAll('_', ' ');
  return notSupported(
    name === undefined ? `the expression "${words}"` : `the function ${name.toUpperCase()}`,
    position,
  );
}

const sum =
  (kind: 'add' | 'sub' | 'mul' | 'div' | 'mod'): NodeRule =>
  (body, scope) =>
    arithmetic(kind, expression(body.left, scope), expression(body.right, scope));

/** Columns, constants, arithmetic, casts, and what holds other expressions. */
const VALUES: Record<string, NodeRule> = {
  column: (body, scope, node) =>
    (!body.table && !body.name.quoted ? word(String(body.name.name), node, scope) : undefined) ??
    reference(node, scope, expression),
  dot: (_, scope, node) => reference(node, scope, expression),
  subscript: (_, scope, node) => reference(node, scope, expression),
  literal: (body, _, node) => ({ node, type: literalType(body) }),
  boolean: (_, __, node) => bool(node),
  null: () => ({ node: NULL, type: 'null' }),
  parameter: (_, __, node) => ({ node, type: 'varchar' }),
  paren: (body, scope) => {
    const inner = expression(body.this, scope);
    return { node: { paren: { ...body, this: inner.node } }, type: inner.type };
  },
  alias: (body, scope) => {
    const inner = expression(body.this, scope);
    return { node: { alias: { ...body, this: inner.node } }, type: inner.type };
  },
  add: sum('add'),
  sub: sum('sub'),
  mul: sum('mul'),
  div: sum('div'),
  mod: sum('mod'),
  neg: (body, scope) => {
    const inner = expression(body.this, scope);
    return {
      node: {
        neg: { ...body, this: inner.type === 'super' ? call('rs_super_float', inner.node) : inner.node },
      },
      type: inner.type === 'super' ? 'float8' : inner.type,
    };
  },
  power: (body, scope) => ({
    node: call('pow', cast(plain(body.this, scope), 'DOUBLE'), cast(plain(body.expression, scope), 'DOUBLE')),
    type: 'float8',
  }),
  case: (body, scope) => {
    const operand = body.operand ? expression(body.operand, scope) : undefined;
    const types: (string | undefined)[] = [];
    const branch = (node: Node): Node => {
      const { node: value, type } = expression(node, scope);
      types.push(type);
      return value;
    };
    const whens = (body.whens as [Node, Node][]).map(([when, then]) => [plain(when, scope), branch(then)]);
    const otherwise = body.else_ ? branch(body.else_) : null;
    return {
      node: { case: { ...body, operand: operand?.node ?? null, whens, else_: otherwise } },
      type: widest(types),
    };
  },
  interval: (body, _, node) => {
    if (stringValue(body.this) === undefined) throw notSupported('INTERVAL of anything but a literal');
    return { node, type: 'interval' };
  },
  cast: (body, scope, node) =>
    castTo(expression(body.this, scope), castType(body, scope), false, positionIn(node, scope)),
  try_cast: (body, scope, node) =>
    castTo(expression(body.this, scope), castType(body, scope), true, positionIn(node, scope)),
  subquery: (body, scope) => {
    const inner = query(body.this, scope);
    return { node: { subquery: { ...body, this: inner.node } }, type: inner.columns?.[0]?.type };
  },
  tuple: (body, scope) => ({
    node: { tuple: { ...body, expressions: (body.expressions as Node[]).map((item) => plain(item, scope)) } },
    type: undefined,
  }),
};

/** Words that are values though they look like columns: `sysdate`, `user`, `current_timestamp` stand without parentheses. */
function word(name: string, node: Node, scope: Scope): Typed | undefined {
  if (!['sysdate', 'user', 'current_user', 'session_user'].includes(name.toLowerCase())) return undefined;
  return functionCall({ name, args: [], no_parens: true }, scope, node);
}

function literalType(body: Node): string | undefined {
  switch (body.literal_type) {
    case 'string':
      return 'varchar';
    case 'date':
    case 'time':
    case 'timestamp':
      return body.literal_type as string;
    case 'number': {
      const value = String(body.value);
      const decimal = /^(\d*)\.(\d+)$/.exec(value);
      if (decimal) {
        const scale = (decimal[2] as string).length;
        return `numeric(${Math.max(1, (decimal[1] as string).replace(/^0+/, '').length + scale)},${scale})`;
      }
      if (!/^\d+$/.test(value)) return 'float8';
      const integer = integerValue({ literal: body }) ?? 0;
      return integer > 2_147_483_647 ? 'int8' : 'int4';
    }
    default:
      return undefined;
  }
}

/** The Redshift type that a cast's marker stands for. */
function castType(body: Node, scope: Scope): string {
  const index = Number(
    String(body.to?.name ?? '')
      .toLowerCase()
      .replace(TYPE, ''),
  );
  const type = body.to?.name === undefined ? undefined : scope.session.types[index];
  if (type === undefined)
    throw new SqlError(`type "${String(body.to?.name ?? body.to?.data_type)}" does not exist`, '42704');
  return type;
}

/** Where a node starts in the statement: the first identifier inside it that says. */
function positionIn(node: Node, scope: Scope): number | undefined {
  const start = firstSpan(node);
  return start === undefined ? undefined : scope.session.original(start);
}

function firstSpan(value: unknown): number | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const span = (value as Node).span?.start as number | undefined;
  if (span !== undefined) return span;
  for (const member of Object.values(value)) {
    const found = firstSpan(member);
    if (found !== undefined) return found;
  }
  return undefined;
}
