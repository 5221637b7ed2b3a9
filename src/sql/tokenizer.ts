/**
 * The lexical rules of Redshift's SQL. Redshift descends from PostgreSQL 8.0, so a backslash escapes inside every
 * quoted string (`'\''`, `'\\d'`), not only inside `E'…'`.
 */
export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'operator' | 'param' | 'comment';

export interface Token {
  kind: TokenKind;
  /** The token as it is written. */
  text: string;
  /**
   * What it means: a word folded to lower case, a quoted identifier or a string without its quotes and escapes, a
   * parameter's name without `:` or `$`; else the text.
   */
  value: string;
  /** Offsets in UTF-16 units; `end` is exclusive. */
  start: number;
  end: number;
}

export interface Statement {
  /** Without the semicolon, without blanks and comments around it. */
  text: string;
  /** Offsets of `text` in the script. */
  start: number;
  end: number;
}

/** A string, a quoted identifier or a comment is never closed. */
export class UnterminatedError extends Error {
  /** Where it opens, in UTF-16 units from the start of the text. */
  readonly offset: number;

  constructor(what: string, offset: number, near: string) {
    super(`unterminated ${what} at or near "${near}"`);
    this.name = 'UnterminatedError';
    this.offset = offset;
  }
}

const BLANK = /\s+/y;
const WORD = /[\p{L}_#][\p{L}\p{M}\p{N}_$#]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const LINE_COMMENT = /--[^\r\n]*/y;
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const NUMBERED = /\$\d+/y;
const NAMED = /:[\p{L}_][\p{L}\p{N}_]*/uy;
const OPERATOR = /::|:=|=>|<=|>=|<>|!=|\|\||->>|->|!~~\*|!~~|!~\*|!~|~~\*|~~|~\*|<<|>>|\|\/|\|\|\/|@>|<@|&&/y;

/**
 * Every token of the text, comments included; what lies between two tokens is white space.
 * @throws UnterminatedError, and nothing else, whatever the text.
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const blank = match(BLANK, sql, at);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = tokenAt(sql, at, tokens.at(-1));
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/**
 * The statements of a script, split at the semicolons that stand outside strings and comments; empty ones left out.
 * @throws UnterminatedError
 */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let first: Token | undefined;
  let last: Token | undefined;
  const close = () => {
    if (first !== undefined && last !== undefined) {
      statements.push({ text: sql.slice(first.start, last.end), start: first.start, end: last.end });
    }
    first = undefined;
    last = undefined;
  };
  for (const token of tokenize(sql)) {
    if (token.kind === 'comment') continue;
    if (token.kind === 'operator' && token.text === ';') {
      close();
      continue;
    }
    first ??= token;
    last = token;
  }
  close();
  return statements;
}

function tokenAt(sql: string, at: number, before: Token | undefined): Token {
  const make = (kind: TokenKind, end: number, value?: string): Token => {
    const text = sql.slice(at, end);
    return { kind, text, value: value ?? text, start: at, end };
  };
  const char = sql[at];
  if (char === "'") return stringToken(sql, at, at);
  if (/[eEnN]/.test(char ?? '') && sql[at + 1] === "'") return stringToken(sql, at, at + 1);
  if (char === '"') {
    const end = quotedEnd(sql, at);
    return make('quoted', end, sql.slice(at + 1, end - 1).replaceAll('""', '"'));
  }
  if (char === '-' && sql[at + 1] === '-')
    return make('comment', at + (match(LINE_COMMENT, sql, at) ?? '--').length);
  if (char === '/' && sql[at + 1] === '*') return make('comment', blockCommentEnd(sql, at));
  if (char === '$') {
    const numbered = match(NUMBERED, sql, at);
    if (numbered !== undefined) return make('param', at + numbered.length, numbered.slice(1));
    const tag = match(DOLLAR_TAG, sql, at);
    if (tag !== undefined) {
      const close = sql.indexOf(tag, at + tag.length);
      if (close < 0) throw new UnterminatedError('dollar-quoted string', at, near(sql, at));
      return make('string', close + tag.length, sql.slice(at + tag.length, close));
    }
  }
  // `a[1:b]` and `x::t` are no parameters: a parameter's colon follows neither a colon nor a value.
  if (char === ':' && sql[at + 1] !== ':' && !touchesValue(before, at)) {
    const named = match(NAMED, sql, at);
    if (named !== undefined) return make('param', at + named.length, named.slice(1));
  }
  const word = match(WORD, sql, at);
  if (word !== undefined) return make('word', at + word.length, foldIdentifier(word));
  const number = match(NUMBER, sql, at);
  if (number !== undefined) return make('number', at + number.length);
  const operator = match(OPERATOR, sql, at);
  return make('operator', at + (operator ?? String.fromCodePoint(sql.codePointAt(at) ?? 0)).length);
}

/** Redshift folds the ASCII letters of an unquoted identifier to lower case, and no others. */
export function foldIdentifier(word: string): string {
  return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function touchesValue(before: Token | undefined, at: number): boolean {
  return before !== undefined && before.end === at && (before.kind === 'number' || before.kind === 'word');
}

function match(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function stringToken(sql: string, start: number, quote: number): Token {
  let value = '';
  for (let at = quote + 1; at < sql.length; at++) {
    const char = sql[at] as string;
    if (char === '\\' && at + 1 < sql.length) {
      const escaped = sql[++at] as string;
      value += ESCAPES[escaped] ?? escaped;
    } else if (char === "'" && sql[at + 1] === "'") {
      value += "'";
      at++;
    } else if (char === "'") {
      return { kind: 'string', text: sql.slice(start, at + 1), value, start, end: at + 1 };
    } else value += char;
  }
  throw new UnterminatedError('quoted string', start, near(sql, start));
}

function quotedEnd(sql: string, start: number): number {
  for (let at = start + 1; at < sql.length; at++) {
    if (sql[at] !== '"') continue;
    if (sql[at + 1] !== '"') return at + 1;
    at++;
  }
  throw new UnterminatedError('quoted identifier', start, near(sql, start));
}

function blockCommentEnd(sql: string, start: number): number {
  let depth = 1;
  for (let at = start + 2; at < sql.length; at++) {
    if (sql[at] === '/' && sql[at + 1] === '*') {
      depth++;
      at++;
    } else if (sql[at] === '*' && sql[at + 1] === '/') {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  throw new UnterminatedError('/* comment', start, near(sql, start));
}

function near(sql: string, at: number): string {
  return sql.slice(at, at + 40);
}
