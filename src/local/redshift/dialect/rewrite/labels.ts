import { FUNCTIONS } from '../functions/catalog.js';
import { parseType } from '../types.js';
import { bodyOf, folded, kindOf, type Node } from './ast.js';
import { OURS, TYPE } from './prepare.js';

const NONE = '?column?';

/** Kinds whose name is not their own: as PostgreSQL 8.0, from which Redshift comes, labels them. */
const LABELS: Record<string, string> = {
  case: 'case',
  extract: 'date_part',
  trim: 'btrim',
  str_position: 'strpos',
  exists: '?column?',
  at_time_zone: 'timezone',
  approx_distinct: 'count',
  n_tile: 'ntile',
  boolean: 'bool',
  interval: 'interval',
  substring: 'substring',
};

/** Words that are calls without parentheses, and the names of what they give. */
const WORDS: Record<string, string> = {
  current_timestamp: 'timestamptz',
  sysdate: 'timestamp',
  current_date: 'date',
  current_time: 'timetz',
  current_user: 'current_user',
  session_user: 'session_user',
  user: 'current_user',
};

/** The name that Redshift gives an unnamed column of a select list. */
export function label(node: Node, types: string[]): string {
  const body = bodyOf(node);
  const kind = kindOf(node);
  switch (kind) {
    case 'alias':
      return folded(body.alias);
    case 'column':
    case 'dot':
      return (
        WORDS[kind === 'column' && !body.table ? folded(body.name) : ''] ?? folded(body.name ?? body.field)
      );
    case 'subscript':
    case 'paren':
    case 'window_function':
    case 'within_group':
      return label(body.this, types);
    case 'cast':
    case 'try_cast': {
      const inner = label(body.this, types);
      return inner === NONE ? castLabel(body.to, types) : inner;
    }
    case 'function': {
      const name = String(body.name).toLowerCase();
      if (body.no_parens) return WORDS[name] ?? name;
      const own = name.startsWith(OURS) ? name.slice(OURS.length) : name;
      return FUNCTIONS[own]?.label ?? own;
    }
    case 'method_call':
      return folded(body.method);
    case 'literal':
      return ['date', 'timestamp', 'time'].includes(body.literal_type) ? body.literal_type : NONE;
    case 'subquery':
      return body.this.select?.expressions?.[0] === undefined
        ? NONE
        : label(body.this.select.expressions[0], types);
    default:
      if (LABELS[kind] !== undefined) return LABELS[kind];
      return NAMED_KINDS.has(kind) ? kind : NONE;
  }
}

/** Kinds that are called as they are named. */
export const NAMED_KINDS = new Set([
  'count',
  'row_number',
  'rank',
  'dense_rank',
  'percent_rank',
  'cume_dist',
  'lag',
  'lead',
  'first_value',
  'last_value',
  'nth_value',
]);

function castLabel(to: Node, types: string[]): string {
  const name =
    types[
      Number(
        String(to.name ?? '')
          .toLowerCase()
          .replace(TYPE, ''),
      )
    ];
  return name === undefined ? NONE : parseType(name).name;
}
