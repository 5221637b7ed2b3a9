import { type Token, tokenize } from './tokenizer.js';

/** A view that a statement makes. */
export interface ViewDefinition {
  materialized: boolean;
  /** Folded, without its schema. */
  name: string;
  /** The columns' names, folded; an expression without a name is left out. */
  columns: string[];
}

/**
 * Reads what view a `CREATE [OR REPLACE] [MATERIALIZED] VIEW … AS SELECT` makes, and with what columns.
 * @returns undefined for any other statement, or one that selects `*`
 */
export function viewDefinition(sql: string): ViewDefinition | undefined {
  const tokens = tokenize(sql).filter((token) => token.kind !== 'comment');
  const view = tokens.findIndex((token) => token.value === 'view');
  const head = tokens.slice(0, view).map((token) => token.value);
  if (view < 1 || head[0] !== 'create') return undefined;
  let at = view + 1;
  while (tokens[at + 1]?.text === '.') at += 2;
  const name = tokens[at]?.value;
  const select = tokens.findIndex((token, index) => index > at && token.value === 'select');
  if (name === undefined || select < 0) return undefined;
  const columns = selected(tokens.slice(select + 1)).map(columnName);
  if (columns.includes('*')) return undefined;
  const named = columns.filter((column) => column !== undefined);
  return { materialized: head.includes('materialized'), name, columns: named };
}

/** The select list's expressions, up to its FROM. */
function selected(tokens: Token[]): Token[][] {
  const expressions: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0 && token.kind === 'word' && token.value === 'from') break;
    if (token.text === '(' || token.text === '[') depth++;
    if (token.text === ')' || token.text === ']') depth--;
    if (depth === 0 && token.text === ',') expressions.push([]);
    else expressions.at(-1)?.push(token);
  }
  return expressions;
}

/** The word after AS, or the last part of a plain column's name. */
function columnName(expression: Token[]): string | undefined {
  const last = expression.at(-1);
  if (last?.text === '*') return '*';
  if (last?.kind !== 'word' && last?.kind !== 'quoted') return undefined;
  const before = expression.at(-2);
  const named = before === undefined || before.text === '.' || before.value === 'as';
  return named ? last.value : undefined;
}
