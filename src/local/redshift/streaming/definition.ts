import { type Token, tokenize } from '../../../sql/tokenizer.js';
import type { Catalog } from '../catalog/catalog.js';
import type { Translation } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';

/** Which stream a materialized view's query reads; undefined when it reads none. */
export function streamOf(
  catalog: Catalog,
  translation: Translation,
): { schema: string; name: string } | undefined {
  const streams = translation.relations.filter(
    ({ schema }) => schema !== undefined && catalog.get('schema', schema)?.external !== undefined,
  );
  const [first] = streams;
  if (first?.schema === undefined) return undefined;
  if (
    translation.relations.some((relation) => relation.schema !== first.schema || relation.name !== first.name)
  ) {
    throw notAllowed('a join', undefined);
  }
  return { schema: first.schema, name: first.name };
}

const aggregates = new Set(
  (
    'any_value approximate array_agg avg bit_and bit_or bool_and bool_or count listagg max median min ' +
    'percentile_cont percentile_disc stddev stddev_pop stddev_samp sum var_pop var_samp variance'
  ).split(' '),
);
const clauses: Record<string, string> = {
  join: 'a join',
  having: 'an aggregate',
  distinct: 'DISTINCT',
  limit: 'a LIMIT clause',
  top: 'a LIMIT clause',
  union: 'a set operation',
  intersect: 'a set operation',
  except: 'a set operation',
  minus: 'a set operation',
  with: 'a WITH clause',
  qualify: 'a window function',
};

/**
 * A streaming view projects and filters one stream and does no more (Developer Guide, streaming ingestion
 * considerations). Read off the statement's own words: the rewrite may add subqueries of its own.
 * @throws SqlError naming what is not allowed, and where
 */
export function requireProjection(query: string): void {
  const tokens = tokenize(query).filter((token) => token.kind !== 'comment');
  let depth = 0;
  let selects = 0;
  let clause = '';
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'operator') {
      if (token.text === '(') depth++;
      else if (token.text === ')') depth--;
      else if (token.text === ',' && depth === 0 && clause === 'from') throw notAllowed('a join', token);
    }
    if (token.kind !== 'word' || isPath(tokens, index)) continue;
    const next = tokens[index + 1]?.value;
    if (token.value === 'select' && ++selects > 1) throw notAllowed('a subquery', token);
    if (depth === 0 && ['select', 'from', 'where'].includes(token.value)) clause = token.value;
    if (token.value === 'group' && next === 'by') throw notAllowed('an aggregate', token);
    if (token.value === 'order' && next === 'by') throw notAllowed('an ORDER BY clause', token);
    if (token.value === 'over' && next === '(') throw notAllowed('a window function', token);
    if (aggregates.has(token.value) && (next === '(' || token.value === 'approximate')) {
      throw notAllowed('an aggregate', token);
    }
    const word = Object.hasOwn(clauses, token.value) ? clauses[token.value] : undefined;
    // `with` and `top` may be column names further on; as clauses they stand first.
    const early = token.value === 'with' || token.value === 'top';
    if (word !== undefined && (!early || index <= 1)) throw notAllowed(word, token);
  }
}

/** A word behind a dot or AS is a name, not a keyword. */
function isPath(tokens: Token[], index: number): boolean {
  const before = tokens[index - 1];
  return before?.text === '.' || before?.value === 'as';
}

function notAllowed(what: string, token: Token | undefined): SqlError {
  return new SqlError(
    `Streaming materialized views do not support ${what}: they project and filter one stream`,
    '0A000',
    token?.start,
  );
}
