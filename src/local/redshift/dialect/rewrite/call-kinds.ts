import { datePart } from '../functions/date-parts.js';
import { base, isTime } from '../functions/kinds.js';
import { extractPart } from '../functions/times.js';
import { binary, call, cast, kindOf, type Node, NULL } from './ast.js';
import { functionCall, windowCall, withinGroup } from './call.js';
import { expression } from './expression.js';
import { type NodeRule, plain, shown, textOf } from './node-rule.js';
import type { Scope } from './scope.js';

/**
 * Calls, and what polyglot reads as kinds of its own though they are calls. The last four are looked up when
 * called: their module imports the expressions in turn.
 */
export const CALLS: Record<string, NodeRule> = {
  concat: (body, scope) => {
    const [left, right] = [expression(body.left, scope), expression(body.right, scope)];
    return { node: binary('concat', shown(left), shown(right)), type: 'varchar' };
  },
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
  function: (body, scope, node) => functionCall(body, scope, node),
  method_call: (body, scope, node) => functionCall(body, scope, node),
  window_function: (body, scope) => windowCall(body, scope),
  within_group: (body, scope) => withinGroup(body, scope),
};

/** polyglot's names of EXTRACT's fields that are not the parts' own. */
const FIELDS: Record<string, string> = { dayofweek: 'dow', dayofyear: 'doy' };

function countable(node: Node, scope: Scope): Node {
  return kindOf(node) === 'star' ? node : plain(node, scope);
}
