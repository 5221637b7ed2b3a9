import { type Token, tokenize, UnterminatedError } from '../../../../sql/tokenizer.js';
import type { QualifiedName } from '../command-parts.js';
import { SqlError, syntaxError } from '../sql-error.js';

/** Reads a statement's tokens from left to right; every `expect…` throws Redshift's syntax error where it stands. */
export class Cursor {
  readonly text: string;
  private readonly tokens: Token[];
  private index: number;

  /**
   * A cursor over a statement, or over tokens already read, from `index` on.
   * @throws SqlError when a string or a comment is not closed.
   */
  constructor(text: string, tokens = significantTokens(text), index = 0) {
    this.text = text;
    this.tokens = tokens;
    this.index = index;
  }

  /** The index of the next token. */
  get position(): number {
    return this.index;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.index + ahead];
  }

  get done(): boolean {
    return this.index >= this.tokens.length;
  }

  /** Where the next token starts, or where the text ends. */
  get offset(): number {
    return this.peek()?.start ?? this.text.length;
  }

  next(): Token {
    const token = this.tokens[this.index];
    if (token === undefined) throw this.error();
    this.index++;
    return token;
  }

  error(): SqlError {
    return syntaxError(this.peek(), this.text.length);
  }

  /** Whether the next words are these (lower case). */
  isWords(...words: string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead);
      return token?.kind === 'word' && token.value === word;
    });
  }

  /** Takes these words when they come next. */
  takeWords(...words: string[]): boolean {
    if (!this.isWords(...words)) return false;
    this.index += words.length;
    return true;
  }

  expectWords(...words: string[]): void {
    for (const word of words) if (!this.takeWords(word)) throw this.error();
  }

  /** Takes one of these words, and says which. */
  takeOneOf<Word extends string>(...words: Word[]): Word | undefined {
    return words.find((word) => this.takeWords(word));
  }

  isSymbol(symbol: string): boolean {
    const token = this.peek();
    return token?.kind === 'operator' && token.text === symbol;
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.index++;
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.error();
  }

  /** An identifier, folded unless quoted. */
  identifier(): string {
    const token = this.peek();
    if (token?.kind !== 'word' && token?.kind !== 'quoted') throw this.error();
    this.index++;
    return token.value;
  }

  string(): string {
    const token = this.peek();
    if (token?.kind !== 'string') throw this.error();
    this.index++;
    return token.value;
  }

  number(): number {
    const negative = this.takeSymbol('-');
    const token = this.peek();
    if (token?.kind !== 'number') throw this.error();
    this.index++;
    return negative ? -Number(token.value) : Number(token.value);
  }

  /** `[[database.]schema.]name`. */
  name(): QualifiedName {
    const start = this.offset;
    const parts = [this.identifier()];
    while (parts.length < 3 && this.takeSymbol('.')) parts.push(this.identifier());
    const [name, schema, database] = parts.reverse() as [string, string?, string?];
    return {
      name,
      ...(schema === undefined ? {} : { schema }),
      ...(database === undefined ? {} : { database }),
      start,
    };
  }

  /** One or more, between commas. */
  list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.takeSymbol(',')) items.push(item());
    return items;
  }

  parenthesized<Item>(item: () => Item): Item[] {
    this.expectSymbol('(');
    const items = this.list(item);
    this.expectSymbol(')');
    return items;
  }

  ifExists(): boolean {
    return this.takeWords('if', 'exists');
  }

  ifNotExists(): boolean {
    return this.takeWords('if', 'not', 'exists');
  }

  /** The text from here to the end of the statement; takes it all. */
  rest(): { text: string; offset: number } {
    const offset = this.offset;
    const last = this.tokens.at(-1);
    this.index = this.tokens.length;
    return { text: last === undefined ? '' : this.text.slice(offset, last.end), offset };
  }

  /** The text of a balanced run of tokens, until `stop` says so at depth 0 or a closing parenthesis would close another's. */
  balanced(stop: (token: Token) => boolean): string {
    const start = this.offset;
    let end = start;
    let depth = 0;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (depth === 0 && (stop(token) || token.text === ')')) break;
      if (token.kind === 'operator' && (token.text === '(' || token.text === '[')) depth++;
      if (token.kind === 'operator' && (token.text === ')' || token.text === ']')) depth--;
      end = token.end;
      this.index++;
    }
    if (end === start) throw this.error();
    return this.text.slice(start, end);
  }

  /** @throws SqlError at the first token that is left over. */
  end(): void {
    if (!this.done) throw this.error();
  }
}

/**
 * A statement's tokens without comments and without its semicolon.
 * @throws SqlError when a string or a comment is not closed.
 */
export function significantTokens(text: string): Token[] {
  try {
    const tokens = tokenize(text).filter((token) => token.kind !== 'comment');
    if (tokens.at(-1)?.text === ';') tokens.pop();
    return tokens;
  } catch (error) {
    if (error instanceof UnterminatedError) throw new SqlError(error.message, '42601', error.offset);
    throw error;
  }
}
