import { WorkshopError } from '../errors.js';
import { type Token, tokenize } from './tokenizer.js';

/** What a step's statement becomes for one workshop. */
export interface Rewriting {
  /** Streams that do not have the seed's name: the seed's name → the real one. */
  streams?: Readonly<Record<string, string>>;
  /** Values for `{name}` inside string literals. */
  values?: Readonly<Record<string, string>>;
}

/** A rewritten statement that still knows where each of its characters came from. */
export interface Rewritten {
  text: string;
  /** The offset in the original of an offset in `text`; inside something replaced, where that begins. */
  origin(offset: number): number;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

const EXTERNAL_SCHEMA = 'kinesis_schema';

/**
 * Gives a statement the names of its workshop. Only identifiers change, never text that looks like one: a stream is
 * what stands after `kinesis_schema.`, so the view of the same name keeps it.
 * @throws WorkshopError `sql-value` when a `{name}` has no value, or one that would end its literal
 * @throws UnterminatedError
 */
export function rewrite(sql: string, { streams = {}, values = {} }: Rewriting): Rewritten {
  const tokens = tokenize(sql).filter((token) => token.kind !== 'comment');
  const edits: Edit[] = [];
  tokens.forEach((token, index) => {
    const real = streams[token.value];
    if (isIdentifier(token) && real !== undefined && real !== token.value && isStream(tokens, index)) {
      edits.push({ start: token.start, end: token.end, text: identifier(real) });
    } else if (token.kind === 'string') {
      edits.push(...fill(token, values));
    }
  });
  return apply(sql, edits);
}

function isIdentifier({ kind }: Token): boolean {
  return kind === 'word' || kind === 'quoted';
}

function isStream(tokens: Token[], index: number): boolean {
  return tokens[index - 1]?.text === '.' && tokens[index - 2]?.value === EXTERNAL_SCHEMA;
}

function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

const PLACEHOLDER = /\{([a-z]+)\}/g;

/** The names of the values that a text wants inside its string literals, each once. @throws UnterminatedError */
export function placeholdersOf(sql: string): string[] {
  const literals = tokenize(sql).filter((token) => token.kind === 'string');
  return [
    ...new Set(literals.flatMap(({ text }) => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))),
  ];
}

function fill(token: Token, values: Readonly<Record<string, string>>): Edit[] {
  return [...token.text.matchAll(PLACEHOLDER)].map((match) => {
    const [whole, name = ''] = match;
    const value = values[name];
    if (value === undefined) {
      throw new WorkshopError({
        code: 'sql-value',
        message: `Nothing is known to put for ${whole}.`,
        why: `The ${name} is one of the workshop's own resources, and none was found.`,
        next: 'workshop setup',
      });
    }
    // No name, ARN or path of AWS's holds these, and each could end the literal that it stands in.
    if (/['"\\$]/.test(value)) {
      throw new WorkshopError({ code: 'sql-value', message: `The value for ${whole} can't stand in SQL.` });
    }
    const start = token.start + match.index;
    return { start, end: start + whole.length, text: value };
  });
}

function apply(sql: string, edits: Edit[]): Rewritten {
  let text = '';
  let at = 0;
  /** Where each piece of the result begins, and where it came from; a replaced piece came from one point. */
  const pieces: { begins: number; from: number; replaced: boolean }[] = [];
  for (const edit of edits) {
    pieces.push({ begins: text.length, from: at, replaced: false });
    text += sql.slice(at, edit.start);
    pieces.push({ begins: text.length, from: edit.start, replaced: true });
    text += edit.text;
    at = edit.end;
  }
  pieces.push({ begins: text.length, from: at, replaced: false });
  text += sql.slice(at);
  return {
    text,
    origin(offset) {
      const piece = pieces.findLast(({ begins }) => begins <= offset);
      if (!piece) return 0;
      return piece.replaced ? piece.from : piece.from + offset - piece.begins;
    },
  };
}
