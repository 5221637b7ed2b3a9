import { LruCache } from './lru.js';
import { refuseForgiven } from './parse/forgiven.js';
import { loadPolyglot, parseStatement, printStatement } from './polyglot.js';
import type { NameResolver, Translation } from './resolver.js';
import type { Node } from './rewrite/ast.js';
import { changeStatement } from './rewrite/change.js';
import { prepare } from './rewrite/prepare.js';
import { query, topScope } from './rewrite/query.js';
import type { Session } from './rewrite/scope.js';
import { SqlError } from './sql-error.js';

const cache = new LruCache<Translation>(500);

/**
 * Rewrites a query (SELECT, WITH, VALUES) into DuckDB's SQL. The columns are empty when DuckDB alone knows them
 * (a PIVOT's): then its own names stand.
 * @throws SqlError in Redshift's words: syntax, names that do not exist, features that are not here
 */
export function translate(queryText: string, resolver: NameResolver): Promise<Translation> {
  return cached('query', queryText, resolver, (tree, session) => {
    const { node, columns } = query(tree, topScope(session));
    return { node, columns: columns ?? [] };
  });
}

/**
 * Rewrites INSERT, UPDATE or DELETE.
 * @throws SqlError as `translate`
 */
export function translateChange(text: string, resolver: NameResolver): Promise<Translation> {
  return cached('change', text, resolver, (tree, session) => ({
    node: changeStatement(tree, topScope(session)),
    columns: [],
  }));
}

/**
 * Rewrites one expression that stands alone: a column's DEFAULT.
 * @throws SqlError as `translate`
 */
export async function translateExpression(text: string, resolver: NameResolver): Promise<string> {
  const { sql } = await translate(`SELECT ${text} AS value`, resolver);
  const inner = /^SELECT ([\s\S]*) AS "value"$/.exec(sql)?.[1];
  if (inner === undefined)
    throw new SqlError(`the default expression ${text} is not supported by the local Redshift`, '0A000');
  return inner;
}

interface Rewrite {
  node: Node;
  columns: { name: string; type: string }[];
}

async function cached(
  what: string,
  text: string,
  resolver: NameResolver,
  rewrite: (tree: Node, session: Session) => Rewrite,
): Promise<Translation> {
  const key =
    resolver.version === undefined
      ? undefined
      : JSON.stringify([what, resolver.version, resolver.user, resolver.database, text]);
  const known = key === undefined ? undefined : cache.get(key);
  if (known !== undefined) return known;
  refuseForgiven(text);
  const polyglot = await loadPolyglot();
  const prepared = prepare(text);
  const session: Session = {
    resolver,
    notices: new Set(),
    relations: new Map(),
    functions: new Set(),
    types: prepared.types,
    original: prepared.original,
  };
  const { node, columns } = rewrite(
    parsed(() => parseStatement(polyglot, prepared.sql), prepared.original),
    session,
  );
  const translation: Translation = {
    sql: printStatement(polyglot, node),
    columns: columns.map(({ name, type }) => ({ name, type: type === '' ? undefined : type })),
    parameters: prepared.parameters,
    notices: [...session.notices],
    relations: [...session.relations.values()],
    functions: [...session.functions],
  };
  if (key !== undefined) cache.set(key, translation);
  return translation;
}

/** A syntax error's position is the statement's own; its words never show our respelling. */
function parsed(parse: () => Node, original: (offset: number) => number): Node {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const position = error.position === undefined ? undefined : original(error.position);
    throw new SqlError(error.message.replace(/"rs_(?!type_)/, '"'), error.sqlState, position);
  }
}
