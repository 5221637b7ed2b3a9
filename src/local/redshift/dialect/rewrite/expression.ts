import { isAbsent } from '../functions/absent.js';
import { datePart } from '../functions/date-parts.js';
import { asText, base, isCharacter, isTime, widest } from '../functions/kinds.js';
import { extractPart } from '../functions/times.js';
import { notSupported, SqlError } from '../sql-error.js';
import { arithmetic, compare } from './arithmetic.js';
import {
  binary,
  bodyOf,
  call,
  cast,
  integerValue,
  kindOf,
  type Node,
  NULL,
  stringValue,
  type Typed,
  text,
} from './ast.js';
import { functionCall, noFunction, windowCall, withinGroup } from './call.js';
import { castTo } from './cast.js';
import { reference } from './path.js';
import { TYPE } from './prepare.js';
import { query } from './query.js';
import type { Scope } from './scope.js';

const bool = (node: Node): Typed => ({ node, type: 'bool' });

/**
 * One expression, rewritten. A kind of node that is not here is refused by name: nothing reaches DuckDB unread.
 * @throws SqlError
 */
export function expression(node: Node, scope: Scope): Typed {
  const kind = kindOf(node);
  const rule = KINDS[kind];
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

type Rule = (body: Node, scope: Scope, node: Node) => Typed;

/** The expression without its type. */
const plain = (node: Node, scope: Scope): Node => expression(node, scope).node;

const logical =
  (kind: string): Rule =>
  (body, scope) =>
    bool(binary(kind, plain(body.left, scope), plain(body.right, scope)));

const comparison =
  (kind: string): Rule =>
  (body, scope) =>
    bool(compare(kind, expression(body.left, scope), expression(body.right, scope)));

const sum =
  (kind: 'add' | 'sub' | 'mul' | 'div' | 'mod'): Rule =>
  (body, scope) =>
    arithmetic(kind, expression(body.left, scope), expression(body.right, scope));

const matching =
  (kind: string): Rule =>
  (body, scope) => {
    const pattern = plain(body.right, scope);
    // Redshift's default escape is the backslash; DuckDB has none unless it is named.
    const constant = stringValue(pattern);
    const escaping = body.escape ?? (constant === undefined || constant.includes('\\') ? text('\\') : null);
    return bool({
      [kind]: { left: textOf(body.left, scope), right: pattern, escape: escaping, quantifier: null },
    });
  };

const regular =
  (flags: string | undefined): Rule =>
  (body, scope) => {
    const pattern = plain(body.pattern ?? body.expression, scope);
    return bool(
      call(
        'regexp_matches',
        textOf(body.this, scope),
        pattern,
        ...(flags === undefined ? [] : [text(flags)]),
      ),
    );
  };

function textOf(node: Node, scope: Scope): Node {
  return shown(expression(node, scope));
}

const KINDS: Record<string, Rule> = {
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
  and: logical('and'),
  or: logical('or'),
  not: (body, scope) => bool({ not: { ...body, this: plain(body.this, scope) } }),
  is_null: (body, scope) => bool({ is_null: { ...body, this: plain(body.this, scope) } }),
  is_true: (body, scope) => bool({ is_true: { ...body, this: plain(body.this, scope) } }),
  is_false: (body, scope) => bool({ is_false: { ...body, this: plain(body.this, scope) } }),
  eq: comparison('eq'),
  neq: comparison('neq'),
  lt: comparison('lt'),
  lte: comparison('lte'),
  gt: comparison('gt'),
  gte: comparison('gte'),
  between: (body, scope) => {
    const value = expression(body.this, scope);
    const low = compare('gte', value, expression(body.low, scope));
    const high = compare('lte', value, expression(body.high, scope));
    const both = { paren: { this: binary('and', low, high), trailing_comments: [] } };
    return bool(body.not ? { not: { this: both } } : both);
  },
  in: (body, scope) => {
    const value = expression(body.this, scope);
    if (body.query) return bool({ in: { ...body, this: value.node, query: query(body.query, scope).node } });
    if (body.unnest) throw notSupported('IN UNNEST');
    const items = (body.expressions as Node[]).map((item) => expression(item, scope));
    const typed = items.find((item) => item.type !== 'null' && item.type !== 'super');
    const left =
      value.type === 'super' && typed?.type !== undefined
        ? castTo(value, typed.type, false).node
        : value.node;
    return bool({ in: { ...body, this: left, expressions: items.map((item) => item.node) } });
  },
  exists: (body, scope) => bool({ exists: { ...body, this: query(body.this, scope).node } }),
  any: (body, scope) =>
    bool({ any: { ...body, this: plain(body.this, scope), subquery: query(body.subquery, scope).node } }),
  all: (body, scope) =>
    bool({ all: { ...body, this: plain(body.this, scope), subquery: query(body.subquery, scope).node } }),
  like: matching('like'),
  i_like: matching('i_like'),
  similar_to: (body, scope) =>
    bool(call('regexp_full_match', textOf(body.this, scope), call('rs_similar', plain(body.pattern, scope)))),
  regexp_like: regular(undefined),
  regexp_i_like: regular('i'),
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
  concat: (body, scope) => {
    const [left, right] = [expression(body.left, scope), expression(body.right, scope)];
    return { node: binary('concat', shown(left), shown(right)), type: 'varchar' };
  },
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
  at_time_zone: (body, scope) => {
    const time = expression(body.this, scope);
    const value = isTime(time.type) ? time : { node: cast(time.node, 'TIMESTAMP'), type: 'timestamp' };
    const moment = value.type === 'date' ? cast(value.node, 'TIMESTAMP') : value.node;
    return {
      node: call('timezone', plain(body.zone, scope), moment),
      type: value.type === 'timestamptz' ? 'timestamp' : 'timestamptz',
    };
  },
  extract: (body, scope) => {
    const time = expression(body.this, scope);
    const field =
      FIELDS[String(body.field?.Custom ?? body.field).toLowerCase()] ??
      String(body.field?.Custom ?? body.field).toLowerCase();
    const part = datePart(field);
    const type = time.type === 'timestamptz' && part === 'epoch' ? 'float8' : 'int8';
    return { node: extractPart(part, time), type };
  },
  trim: (body, scope) => ({
    node: {
      trim: {
        ...body,
        this: textOf(body.this, scope),
        characters: body.characters ? plain(body.characters, scope) : null,
      },
    },
    type: 'varchar',
  }),
  substring: (body, scope) => {
    const value = expression(body.this, scope);
    const start = plain(body.start, scope);
    const length = body.length ? plain(body.length, scope) : undefined;
    if (base(value.type) === 'varbyte')
      return { node: call('rs_subbytes', value.node, start, length ?? NULL), type: 'varbyte' };
    return {
      node: call('rs_substring', shown(value), start, ...(length === undefined ? [] : [length])),
      type: 'varchar',
    };
  },
  str_position: (body, scope) => ({
    node: cast(call('strpos', textOf(body.this, scope), plain(body.substr, scope)), 'INTEGER'),
    type: 'int4',
  }),
  approx_distinct: (body, scope) => ({
    node: call('approx_count_distinct', plain(body.this, scope)),
    type: 'int8',
  }),
  count: (body, scope) => ({
    node: { count: { ...body, this: body.this ? countable(body.this, scope) : null } },
    type: 'int8',
  }),
  function: functionCall,
  method_call: functionCall,
  window_function: windowCall,
  within_group: withinGroup,
};

/** polyglot's names of EXTRACT's fields that are not the parts' own. */
const FIELDS: Record<string, string> = { dayofweek: 'dow', dayofyear: 'doy' };

function countable(node: Node, scope: Scope): Node {
  return kindOf(node) === 'star' ? node : plain(node, scope);
}

/** Words that are values though they look like columns: `sysdate`, `user`, `current_timestamp` stand without parentheses. */
function word(name: string, node: Node, scope: Scope): Typed | undefined {
  if (!['sysdate', 'user', 'current_user', 'session_user'].includes(name.toLowerCase())) return undefined;
  return functionCall({ name, args: [], no_parens: true }, scope, node);
}

function shown(value: Typed): Node {
  if (value.type === 'super') return asText(value);
  if (value.type === 'null') return cast(value.node, 'VARCHAR');
  return isCharacter(value.type) || value.type === undefined ? value.node : cast(value.node, 'VARCHAR');
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
