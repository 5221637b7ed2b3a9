import type { Token } from '../../../../sql/tokenizer.js';
import { FUNCTIONS } from '../functions/catalog.js';
import { Cursor, significantTokens } from '../parse/cursor.js';
import { dataType } from '../parse/data-type.js';

/** A statement made ready for the parser. */
export interface Prepared {
  sql: string;
  /** Where an offset of `sql` stood in the statement as written. */
  original(offset: number): number;
  /** Named parameters, in the order of their numbers. */
  parameters: string[];
  /** The types of casts: in `sql` they stand as `rs_type_<index>`. */
  types: string[];
}

/** Marks the calls that are ours: the parser then keeps them as plain calls and reads no other dialect's meaning into them. */
export const OURS = 'rs_';

/** Marks a cast's type: the index behind it points into `Prepared.types`. */
export const TYPE = 'rs_type_';

/** Functions whose first argument is a date part, which may be written without quotes. */
const PART_FIRST = ['dateadd', 'date_add', 'datediff', 'date_diff', 'date_part', 'date_trunc', 'pgdate_part'];

/**
 * Respells a statement, token by token: strings without escapes, known functions under our names, date parts as
 * strings, named parameters as numbers. What it means stays the same.
 * @throws SqlError when a string or a comment is not closed.
 */
export function prepare(statement: string): Prepared {
  const tokens = significantTokens(statement);
  const parameters: string[] = [];
  const types: string[] = [];
  const casts = castTypes(tokens);
  const starts: { now: number; was: number }[] = [];
  let sql = '';
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    const before = tokens[index - 1];
    if (before !== undefined && before.end < token.start) sql += ' ';
    starts.push({ now: sql.length, was: token.start });
    if (casts.has(index)) {
      const cursor = new Cursor(statement, tokens, index);
      sql += ` ${TYPE}${types.push(dataType(cursor, true)) - 1} `;
      index = cursor.position - 1;
    } else sql += respell(token, tokens, index, parameters);
  }
  const original = (offset: number) => {
    const last = starts.findLast(({ now }) => now <= offset);
    return last === undefined ? offset : last.was + (offset - last.now);
  };
  return { sql, original, parameters, types };
}

/** Where a cast's type begins: behind `::`, and behind the AS of CAST( … AS …) and TRY_CAST. */
function castTypes(tokens: Token[]): Set<number> {
  const found = new Set<number>();
  const open: boolean[] = [];
  tokens.forEach((token, index) => {
    if (token.text === '::') found.add(index + 1);
    else if (token.text === '(') open.push(/^(?:try_)?cast$/.test(tokens[index - 1]?.value ?? ''));
    else if (token.text === ')') open.pop();
    else if (token.kind === 'word' && token.value === 'as' && open.at(-1)) found.add(index + 1);
  });
  return found;
}

function respell(token: Token, tokens: Token[], index: number, parameters: string[]): string {
  if (token.kind === 'string') return `'${token.value.replaceAll("'", "''")}'`;
  if (token.kind === 'param' && token.text.startsWith(':')) {
    let number = parameters.indexOf(token.value) + 1;
    if (number === 0) number = parameters.push(token.value);
    return `$${number}`;
  }
  if (token.kind !== 'word') return token.text;
  // The exact answer is one of those that the approximate aggregate may give.
  if (token.value === 'approximate' && tokens[index + 1]?.value === 'percentile_disc') return '';
  const before = tokens[index - 1];
  const opens = tokens[index + 1]?.text === '(';
  if (opens && FUNCTIONS[token.value] !== undefined && !isName(before)) return OURS + token.value;
  if (
    before?.text === '(' &&
    tokens[index + 1]?.text === ',' &&
    PART_FIRST.includes(tokens[index - 2]?.value ?? '')
  ) {
    return `'${token.value}'`;
  }
  return token.text;
}

/** Behind these a word is a name or a type and no call: `AS left (…)`, `x::char(3)`, `schema.f(…)`. */
function isName(before: Token | undefined): boolean {
  if (before === undefined) return false;
  return (
    before.text === '::' ||
    before.text === '.' ||
    (before.kind === 'word' && ['as', 'with', 'into', 'table'].includes(before.value))
  );
}
