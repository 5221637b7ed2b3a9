import { notSupported } from '../sql-error.js';
import { compare } from './arithmetic.js';
import { binary, call, type Node, stringValue, text } from './ast.js';
import { castTo } from './cast.js';
import { expression } from './expression.js';
import { bool, type NodeRule, plain, textOf } from './node-rule.js';
import { query } from './query.js';

const logical =
  (kind: string): NodeRule =>
  (body, scope) =>
    bool(binary(kind, plain(body.left, scope), plain(body.right, scope)));

const comparison =
  (kind: string): NodeRule =>
  (body, scope) =>
    bool(compare(kind, expression(body.left, scope), expression(body.right, scope)));

const matching =
  (kind: string): NodeRule =>
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
  (flags: string | undefined): NodeRule =>
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

/** What is true, false or unknown of values: comparisons, patterns, IN, EXISTS, AND. */
export const PREDICATES: Record<string, NodeRule> = {
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
};
