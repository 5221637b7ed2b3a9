import { binary, call, type Node, NULL, type Typed } from '../rewrite/ast.js';
import { widest } from './kinds.js';
import type { FunctionRule } from './rule.js';

const some = (target: string, label?: string): FunctionRule => ({
  min: 1,
  max: 500,
  returns: widest,
  target,
  ...(label === undefined ? {} : { label }),
});

export const CONDITIONAL: Record<string, FunctionRule> = {
  nvl: some('coalesce', 'coalesce'),
  coalesce: some('coalesce'),
  isnull: { ...some('coalesce', 'coalesce'), min: 2, max: 2 },
  nullif: { min: 2, max: 2, returns: (types) => types[0], target: 'nullif' },
  greatest: some('greatest'),
  least: some('least'),
  nvl2: {
    min: 3,
    max: 3,
    returns: (types) => widest(types.slice(1)),
    rewrite: ([tested, present, absent]) =>
      when(
        [
          [
            { not: { this: { is_null: { this: tested?.node, not: false, postfix_form: false } } } },
            (present as Typed).node,
          ],
        ],
        (absent as Typed).node,
      ),
    label: 'case',
  },
  decode: {
    min: 3,
    max: 500,
    returns: (types) =>
      widest(types.slice(2).filter((_, index) => index % 2 === 0 || index === types.length - 3)),
    rewrite: ([tested, ...rest]) => {
      const cases: [Node, Node][] = [];
      for (let at = 0; at + 1 < rest.length; at += 2) {
        cases.push([
          binary('null_safe_eq', (tested as Typed).node, (rest[at] as Typed).node),
          (rest[at + 1] as Typed).node,
        ]);
      }
      return when(cases, rest.length % 2 === 1 ? (rest.at(-1) as Typed).node : NULL);
    },
    label: 'case',
  },
};

function when(cases: [Node, Node][], otherwise: Node): Node {
  return { case: { operand: null, whens: cases, else_: otherwise, comments: [] } };
}

/** Calls that answer from the session; the rewrite puts the value in as a literal. */
export const SYSTEM: Record<string, FunctionRule> = {
  current_database: {
    min: 0,
    max: 0,
    returns: 'varchar',
    rewrite: (_, { session }) => literal(session.resolver.database),
  },
  current_schema: { min: 0, max: 0, returns: 'varchar', rewrite: () => literal('public') },
  version: {
    min: 0,
    max: 0,
    returns: 'varchar',
    rewrite: () =>
      literal(
        'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0 (local)',
      ),
  },
  pg_last_copy_id: {
    min: 0,
    max: 0,
    returns: 'int4',
    rewrite: (_, { session }) => whole(session.resolver.lastCopy?.queryId ?? -1),
  },
  pg_last_copy_count: {
    min: 0,
    max: 0,
    returns: 'int8',
    rewrite: (_, { session }) => whole(session.resolver.lastCopy?.rows ?? 0),
  },
  pg_backend_pid: {
    min: 0,
    max: 0,
    returns: 'int4',
    rewrite: () => whole(1),
  },
};

function whole(value: number): Node {
  return { literal: { literal_type: 'number', value: String(value) } };
}

function literal(value: string): Node {
  return call('rs_text', { literal: { literal_type: 'string', value } });
}
