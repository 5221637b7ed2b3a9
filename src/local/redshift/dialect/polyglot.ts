import { splitStatements, tokenize } from '../../../sql/tokenizer.js';
import type { Node } from './rewrite/ast.js';
import { SqlError, syntaxError } from './sql-error.js';

/**
 * The one file that knows polyglot. It is used as a parser and as a printer, never as a translator: what the two
 * dialects mean differently is our rewrite's business.
 */

type Polyglot = Pick<typeof import('@polyglot-sql/sdk'), 'parse' | 'generate'>;

let loading: Promise<Polyglot> | undefined;

/** Loads the parser, half a second of WebAssembly: not before the first statement needs it. */
export function loadPolyglot(): Promise<Polyglot> {
  loading ??= import('@polyglot-sql/sdk').then(async (polyglot) => {
    if (!polyglot.isInitialized()) await polyglot.init();
    return polyglot;
  });
  return loading;
}

/**
 * One statement's syntax tree: an object with a single key, the node's kind.
 * @throws SqlError `syntax error at or near "x"`, positions in the given text
 */
export function parseStatement(polyglot: Polyglot, sql: string): Node {
  const result = polyglot.parse(sql, 'redshift' as never);
  if (!result.success) throw parseError(sql, result);
  const [statement, second] = result.ast as Node[];
  if (statement === undefined || second !== undefined) {
    const next = splitStatements(sql)[1];
    throw syntaxError(next === undefined ? undefined : tokenAt(sql, next.start), sql.length);
  }
  return statement;
}

/** DuckDB's text of a rewritten tree. */
export function printStatement(polyglot: Polyglot, statement: Node): string {
  const result = polyglot.generate([statement] as never, 'duckdb' as never);
  const sql = result.success ? result.sql?.[0] : undefined;
  if (sql === undefined) {
    throw new SqlError(`the local Redshift could not print a rewritten statement: ${result.error}`, 'XX000');
  }
  return sql;
}

/** Words and signs after which more must come: where polyglot stops at one that is the last, the statement ended. */
const UNFINISHED =
  /^(?:[-+*/%=<>!|,(.]+|::|select|from|where|and|or|not|by|on|in|like|when|then|else|join|having|as|between|union)$/;

function endsTooSoon(sql: string, failure: ParseFailure): boolean {
  if (/got end of input/.test(failure.error ?? '')) return true;
  const last = tokenize(sql).findLast((token) => token.kind !== 'comment');
  const at = failure.errorStart;
  return (
    last !== undefined &&
    at !== undefined &&
    [...sql].slice(0, at).join('').length >= last.start &&
    UNFINISHED.test(last.text.toLowerCase())
  );
}

interface ParseFailure {
  error?: string | null;
  errorStart?: number;
  errorEnd?: number;
  errorLine?: number;
  errorColumn?: number;
}

/** polyglot says where it stopped in characters, or in lines and columns; the token there is what Redshift would name. */
function parseError(sql: string, failure: ParseFailure): SqlError {
  const end = failure.errorEnd ?? endOfLineColumn(sql, failure.errorLine ?? 1, failure.errorColumn ?? 1);
  if (endsTooSoon(sql, failure)) return syntaxError(undefined, sql.length);
  const at = failure.errorStart ?? Math.max(0, end - 1);
  return syntaxError(tokenAt(sql, [...sql].slice(0, at).join('').length), sql.length);
}

function endOfLineColumn(sql: string, line: number, column: number): number {
  const before = sql.split('\n').slice(0, line - 1);
  return before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
}

function tokenAt(sql: string, offset: number) {
  return tokenize(sql).find((token) => token.kind !== 'comment' && token.end > offset);
}
