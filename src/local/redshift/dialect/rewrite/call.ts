import { isAbsent } from '../functions/absent.js';
import { FUNCTIONS } from '../functions/catalog.js';
import { asText } from '../functions/kinds.js';
import type { FunctionRule } from '../functions/rule.js';
import { notSupported, SqlError } from '../sql-error.js';
import { bodyOf, call, cast, folded, kindOf, type Node, stringValue, type Typed, text } from './ast.js';
import { words } from './cast.js';
import { expression } from './expression.js';
import { OURS } from './prepare.js';
import type { Scope } from './scope.js';

/** A plain call: one of the catalog, a user's (a model's) function, or a word like `sysdate`. */
export function functionCall(body: Node, scope: Scope, node: Node): Typed {
  const { raw, finish } = unfinished(body, scope, node);
  return finish(raw);
}

interface Unfinished {
  /** What stands before OVER or WITHIN GROUP. */
  raw: Node;
  rule?: FunctionRule;
  args: Typed[];
  /** Gives the result Redshift's type; goes around OVER (…) too. */
  finish(node: Node): Typed;
}

function unfinished(body: Node, scope: Scope, node: Node): Unfinished {
  const position = body.span?.start === undefined ? undefined : scope.session.original(body.span.start);
  if (kindOf(node) === 'method_call')
    return userFunction(folded(body.method), folded(body.this.column?.name ?? {}), body, scope, position);
  const written = String(body.name).toLowerCase();
  if (body.no_parens) return wordValue(written, scope);
  const name = written.startsWith(OURS) ? written.slice(OURS.length) : written;
  const rule = FUNCTIONS[name];
  if (rule === undefined || !written.startsWith(OURS))
    return userFunction(name, undefined, body, scope, position);
  const args = (body.args as Node[]).map((argument) => expression(argument, scope));
  const types = args.map((argument) => argument.type);
  if (args.length < rule.min || args.length > rule.max) throw noFunction(name, types, position);
  const given = rule.takesSuper ? args : args.map((argument) => superAsText(argument, rule));
  const context = { session: scope.session, name, position, distinct: Boolean(body.distinct) };
  const rewritten =
    rule.rewrite?.(given, context) ??
    call(rule.target ?? OURS + name, ...given.map((argument) => argument.node));
  if (body.distinct && rewritten.function !== undefined) rewritten.function.distinct = true;
  const type = typeof rule.returns === 'function' ? rule.returns(types) : rule.returns;
  return {
    raw: rewritten,
    rule,
    args: given,
    finish: (done) => ({ node: rule.finish?.(done, types) ?? done, type }),
  };
}

/** A SUPER argument is its text for a function of text, and stays for an aggregate that keeps its type. */
function superAsText(argument: Typed, rule: FunctionRule): Typed {
  if (argument.type !== 'super' || rule.aggregate || typeof rule.returns === 'function') return argument;
  return { node: asText(argument), type: 'varchar' };
}

function userFunction(
  name: string,
  schema: string | undefined,
  body: Node,
  scope: Scope,
  position: number | undefined,
): Unfinished {
  const args = ((body.args ?? []) as Node[]).map((argument) => expression(argument, scope));
  const types = args.map((argument) => argument.type);
  const known = scope.session.resolver.function?.(schema, name, types);
  if (known === undefined && schema === undefined && isAbsent(name))
    throw notSupported(`the function ${name.toUpperCase()}`, position);
  if (known === undefined)
    throw noFunction(schema === undefined ? name : `${schema}.${name}`, types, position);
  scope.session.functions.add(known.object);
  const raw = call(known.target, ...args.map((argument) => argument.node));
  return { raw, args, finish: (node) => ({ node, type: known.returns }) };
}

export function noFunction(
  name: string,
  types: (string | undefined)[],
  position: number | undefined,
): SqlError {
  const list = types
    .map((type) => (type === undefined || type === 'null' ? '"unknown"' : words(type)))
    .join(', ');
  return new SqlError(`function ${name}(${list}) does not exist`, '42883', position);
}

function wordValue(name: string, scope: Scope): Unfinished {
  const value = wordNode(name, scope);
  return { raw: value.node, args: [], finish: (node) => ({ node, type: value.type }) };
}

function wordNode(name: string, scope: Scope): Typed {
  switch (name) {
    case 'current_timestamp':
      return { node: call('now'), type: 'timestamptz' };
    case 'sysdate':
      return { node: call('rs_sysdate'), type: 'timestamp' };
    case 'current_date':
      return { node: cast(call('rs_sysdate'), 'DATE'), type: 'date' };
    case 'current_time':
      return { node: cast(call('now'), 'TIMETZ'), type: 'timetz' };
    case 'current_user':
    case 'session_user':
    case 'user':
      return { node: text(scope.session.resolver.user), type: 'varchar' };
    default:
      throw notSupported(name.toUpperCase());
  }
}

/** Window functions of their own kinds, with the types they give. */
const WINDOWS: Record<string, string | 'argument'> = {
  row_number: 'int8',
  rank: 'int8',
  dense_rank: 'int8',
  n_tile: 'int8',
  percent_rank: 'float8',
  cume_dist: 'float8',
  lag: 'argument',
  lead: 'argument',
  first_value: 'argument',
  last_value: 'argument',
  nth_value: 'argument',
};

/** `f(…) OVER (…)`. */
export function windowCall(body: Node, scope: Scope): Typed {
  const over = windowSpec(body.over, scope);
  const inner = body.this as Node;
  const kind = kindOf(inner);
  const wrap = (node: Node): Node => ({ window_function: { ...body, this: node, over } });
  if (kind in WINDOWS) {
    const members: Node = bodyOf(inner) ?? {};
    const rewritten: Node = { ...members };
    let type: string | undefined = WINDOWS[kind];
    for (const member of ['this', 'offset', 'default', 'num_buckets']) {
      if (members[member] === null || members[member] === undefined) continue;
      const value = expression(members[member], scope);
      rewritten[member] = value.node;
      if (member === 'this' && type === 'argument') type = value.type;
    }
    return { node: wrap(bodyOf(inner) === null ? inner : { [kind]: rewritten }), type };
  }
  if (kind === 'function' && String(inner.function.name).toLowerCase() === 'ratio_to_report') {
    const value = expression(inner.function.args[0], scope).node;
    return {
      node: {
        div: {
          left: cast(value, 'DOUBLE'),
          right: wrap(call('sum', value)),
          left_comments: [],
          operator_comments: [],
          trailing_comments: [],
        },
      },
      type: 'float8',
    };
  }
  if (kind === 'count' || kind === 'approx_distinct') {
    const value = expression(inner, scope);
    return { node: wrap(value.node), type: value.type };
  }
  if (kind === 'within_group') {
    const value = withinGroup(inner.within_group, scope);
    return { node: wrap(value.node), type: value.type };
  }
  if (kind !== 'function') throw notSupported(`the window function "${kind}"`);
  const { raw, finish, rule } = unfinished(inner.function, scope, inner);
  if (!rule?.aggregate)
    throw new SqlError(
      'OVER specified, but the function is not a window function nor an aggregate function',
      '42809' as never,
    );
  return finish(wrap(raw));
}

/** PARTITION BY, ORDER BY and the frame, rewritten. */
export function windowSpec(over: Node, scope: Scope): Node {
  return {
    ...over,
    partition_by: ((over.partition_by ?? []) as Node[]).map((item) => expression(item, scope).node),
    order_by: ((over.order_by ?? []) as Node[]).map((item) => ({
      ...item,
      this: expression(item.this, scope).node,
    })),
  };
}

/** `LISTAGG(…) WITHIN GROUP (ORDER BY …)` and the percentiles. */
export function withinGroup(body: Node, scope: Scope): Typed {
  const inner = body.this as Node;
  const order = ((body.order_by ?? []) as Node[]).map((item) => ({
    ...item,
    this: expression(item.this, scope),
  }));
  if (kindOf(inner) !== 'function') throw notSupported(`WITHIN GROUP of "${kindOf(inner)}"`);
  const { raw, args, rule } = unfinished(inner.function, scope, inner);
  const ordered = order.map((item) => ({ ...item, this: item.this.node }));
  if (rule?.target === 'string_agg') {
    const separator = stringValue(args[1]?.node) ?? '';
    if (args[1] !== undefined && stringValue(args[1].node) === undefined)
      throw notSupported('a computed delimiter of LISTAGG');
    const value = castText(args[0] as Typed);
    const distinct = Boolean(raw.function?.distinct);
    const aggregate = {
      name: 'string_agg',
      args: [value, text(separator)],
      distinct,
      filter: null,
      order_by: ordered,
    };
    return { node: { aggregate_function: aggregate }, type: 'varchar' };
  }
  if (rule?.target === 'quantile_cont' || rule?.target === 'quantile_disc') {
    const [by, second] = order;
    if (by === undefined || second !== undefined)
      throw new SqlError('WITHIN GROUP takes one ORDER BY expression here', '42601');
    const continuous = rule.target === 'quantile_cont';
    const value = continuous && by.this.type !== 'timestamp' ? cast(by.this.node, 'DOUBLE') : by.this.node;
    const share = (args[0] as Typed).node;
    const from = (by as Node).desc
      ? {
          sub: {
            left: { literal: { literal_type: 'number', value: '1' } },
            right: share,
            left_comments: [],
            operator_comments: [],
            trailing_comments: [],
          },
        }
      : share;
    return { node: call(rule.target, value, from), type: continuous ? 'float8' : by.this.type };
  }
  throw notSupported('WITHIN GROUP of this function');
}

function castText(value: Typed): Node {
  return value.type === 'varchar' ? value.node : cast(asText(value), 'VARCHAR');
}
