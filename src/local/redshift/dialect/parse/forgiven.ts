import type { Token } from '../../../../sql/tokenizer.js';
import { notSupported, SqlError, syntaxError } from '../sql-error.js';
import { significantTokens } from './cursor.js';

/** Words that begin or join a query's clauses: reserved, so none of them begins an item of a list. */
const CLAUSES = new Set(
  'from where group having order limit offset union intersect except minus qualify on using into as and or then when else end join inner full cross natural'.split(
    ' ',
  ),
);

/** Words behind which a parenthesis opens something else than a call's arguments. */
const NO_CALL = new Set(
  'in select distinct all where having on and or not when then else values from any some exists'.split(' '),
);

/** Infix words of other dialects: to Redshift an alias, so it stops at what follows. */
const FOREIGN = new Set(['rlike', 'regexp', 'glob', 'div', 'prewhere', 'tablesample']);

/** Where a joined table without its condition is found out. */
const AFTER_JOINS = new Set(
  'where group having order limit offset union intersect except minus qualify'.split(' '),
);

/** A parenthesis, or the statement itself, while it is read. */
interface Frame {
  /** The word before the parenthesis: `position ( a IN b )`. */
  before: string | undefined;
  /** Joins whose ON or USING has not come yet. */
  joins: number;
  /** Conditions of each CASE that is open. */
  cases: number[];
}

/**
 * Refuses what the parser forgives and Redshift does not: trailing commas, empty lists, joins without a condition,
 * signs and words of other dialects. Redshift's grammar is PostgreSQL 8.0's.
 * @throws SqlError `syntax error at or near "x"`
 */
export function refuseForgiven(statement: string): void {
  const reading = new Reading(statement, significantTokens(statement));
  reading.check();
}

class Reading {
  private readonly statement: string;
  private readonly tokens: Token[];
  private readonly frames: Frame[] = [{ before: undefined, joins: 0, cases: [] }];

  constructor(statement: string, tokens: Token[]) {
    this.statement = statement;
    this.tokens = tokens;
  }

  check(): void {
    if (this.isWord(0, 'from')) this.refuse(0);
    for (let index = 0; index < this.tokens.length; index++) {
      const token = this.tokens[index] as Token;
      if (token.kind === 'operator') this.sign(token.text, index);
      else if (token.kind === 'word' && !this.isLabel(index)) this.word(token.value, index);
      else if (token.kind === 'number' || token.kind === 'string') this.constant(token, index);
    }
    if (this.frame.joins > 0) this.refuse(this.tokens.length);
  }

  private get frame(): Frame {
    return this.frames.at(-1) as Frame;
  }

  private refuse(index: number): never {
    throw syntaxError(this.tokens[index], this.statement.length);
  }

  private isWord(index: number, ...words: string[]): boolean {
    const token = this.tokens[index];
    return token?.kind === 'word' && words.includes(token.value);
  }

  private isSign(index: number, sign: string): boolean {
    const token = this.tokens[index];
    return token?.kind === 'operator' && token.text === sign;
  }

  /** Behind a point and behind AS, any word is a name. */
  private isLabel(index: number): boolean {
    return (
      this.isSign(index - 1, '.') || (this.isWord(index - 1, 'as') && !this.isWord(index, 'from', 'select'))
    );
  }

  /** An item must begin here. */
  private item(index: number): void {
    const token = this.tokens[index];
    const none =
      token === undefined ||
      (token.kind === 'operator' && [',', ')', ']', ';'].includes(token.text)) ||
      (token.kind === 'word' && CLAUSES.has(token.value));
    if (none) this.refuse(index);
  }

  private sign(sign: string, index: number): void {
    if (sign === '(') this.open(index);
    else if (sign === ')') {
      if (this.frame.joins > 0) this.refuse(index);
      if (this.frames.length > 1) this.frames.pop();
    } else if (sign === ',') {
      if (this.frame.joins > 0) this.refuse(index);
      this.item(index + 1);
    } else if (sign === '{' || sign === '`') this.refuse(index);
    else if (sign === '[' && !this.endsValue(index - 1)) this.refuse(index);
    else if ((sign === '=' || sign === '*') && this.isSign(index + 1, sign) && this.touches(index)) {
      throw new SqlError(`operator does not exist: ${sign}${sign}`, '42883', this.tokens[index]?.start);
    } else if (sign === '*' && this.isWord(index + 1, 'except') && this.isSign(index + 2, '(')) {
      if (!this.isWord(index + 3, 'select', 'with', 'values') && !this.isSign(index + 3, '('))
        this.refuse(index + 3);
    }
  }

  private open(index: number): void {
    const before = this.tokens[index - 1];
    const word = before?.kind === 'word' && !this.isLabel(index - 1) ? before.value : undefined;
    const called =
      before?.kind === 'quoted' || (before?.kind === 'word' && !(word !== undefined && NO_CALL.has(word)));
    if (!called && word !== undefined && this.isSign(index + 1, ')')) this.refuse(index + 1);
    if (!called && this.isWord(index + 1, 'from')) this.refuse(index + 1);
    this.frames.push({ before: word, joins: 0, cases: [] });
  }

  private word(word: string, index: number): void {
    if (this.frame.joins > 0 && AFTER_JOINS.has(word)) this.refuse(index);
    const next = index + 1;
    switch (word) {
      case 'select':
        this.item(this.listStart(next));
        break;
      case 'union':
      case 'intersect':
      case 'except':
      case 'minus':
        if (this.isWord(next, 'from') || (this.isWord(next, 'all') && this.isWord(next + 1, 'from')))
          this.refuse(this.isWord(next, 'from') ? next : next + 1);
        break;
      case 'with':
        if (this.isWord(next, 'as')) this.refuse(next);
        break;
      case 'values':
        if (index === 0 && !this.isSign(next, '(')) this.refuse(next);
        break;
      case 'in':
        if (this.frame.before !== 'position' && !this.isSign(next, '(')) this.refuse(next);
        break;
      case 'not':
        this.item(next);
        break;
      case 'order':
      case 'group':
        if (!this.isWord(next, 'by') && !(this.isWord(index - 1, 'within') && this.isSign(next, '(')))
          this.refuse(next);
        break;
      case 'over':
        if (this.isSign(index - 1, ')') && !this.isSign(next, '(')) this.refuse(next);
        break;
      case 'window':
        if (this.isWord(next + 1, 'as') && this.isSign(next + 2, '(')) this.refuse(next);
        break;
      case 'limit':
        if (this.isSign(next + 1, ','))
          throw new SqlError('LIMIT #,# syntax is not supported', '42601', this.tokens[index]?.start);
        break;
      case 'join':
        // To Redshift these are aliases of the table before.
        if (this.isWord(index - 1, 'asof', 'semi', 'anti') && this.endsValue(index - 2))
          throw notSupported(
            `${this.tokens[index - 1]?.text.toUpperCase()} JOIN`,
            this.tokens[index - 1]?.start,
          );
        if (!this.isWord(index - 1, 'cross') && !this.isNatural(index - 1)) this.frame.joins++;
        break;
      case 'on':
      case 'using':
        this.condition(word, index);
        break;
      case 'case':
        this.frame.cases.push(0);
        break;
      case 'when':
        if (this.frame.cases.length > 0) this.frame.cases.push((this.frame.cases.pop() ?? 0) + 1);
        break;
      case 'else':
      case 'end':
        if (this.frame.cases.at(-1) === 0) this.refuse(index);
        if (word === 'end') this.frame.cases.pop();
        break;
      default:
        if (FOREIGN.has(word)) this.foreign(index);
    }
  }

  /** Behind SELECT: the words before the list. */
  private listStart(index: number): number {
    if (this.isWord(index, 'distinct') && this.isWord(index + 1, 'on')) return index;
    if (this.isWord(index, 'all', 'distinct')) return this.listStart(index + 1);
    if (this.isWord(index, 'top') && this.tokens[index + 1]?.kind === 'number') return index + 2;
    return index;
  }

  private isNatural(index: number): boolean {
    if (this.isWord(index, 'natural')) return true;
    return this.isWord(index, 'left', 'right', 'full', 'inner', 'outer') && this.isNatural(index - 1);
  }

  private condition(word: string, index: number): void {
    if (this.frame.joins > 0) {
      this.frame.joins--;
      if (word === 'using' && !this.isSign(index + 1, '(')) this.refuse(index + 1);
    } else if (word === 'on' && !this.isWord(index - 1, 'distinct')) this.refuse(index);
  }

  private foreign(index: number): void {
    if (!this.endsValue(index - 1)) return;
    const next = this.tokens[index + 1];
    if (next === undefined) return;
    if (next.kind === 'operator') {
      if (next.text === '(' && this.tokens[index + 2]?.kind === 'number') this.refuse(index + 2);
    } else if (next.kind !== 'word' || !(CLAUSES.has(next.value) || ['left', 'right'].includes(next.value)))
      this.refuse(index + 1);
  }

  /** Two constants in a row are no expression; strings on two lines are one string. */
  private constant(token: Token, index: number): void {
    const next = this.tokens[index + 1];
    if (next === undefined || (next.kind !== 'number' && next.kind !== 'string')) return;
    const between = this.statement.slice(token.end, next.start);
    if (token.kind === 'string' && next.kind === 'string' && between.includes('\n')) return;
    this.refuse(index + 1);
  }

  private touches(index: number): boolean {
    return this.tokens[index]?.end === this.tokens[index + 1]?.start;
  }

  private endsValue(index: number): boolean {
    const token = this.tokens[index];
    if (token === undefined) return false;
    if (token.kind === 'operator') return token.text === ')' || token.text === ']';
    if (token.kind !== 'word' || this.isLabel(index)) return true;
    return !(CLAUSES.has(token.value) || NO_CALL.has(token.value) || token.value === 'by');
  }
}
