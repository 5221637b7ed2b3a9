import { WorkshopError } from '../errors.js';
import { pointAt } from './point-at.js';
import { label } from './resolve.js';
import type { Rewritten } from './rewrite.js';
import type { SqlStep, StepStatement } from './step.js';
import { tokenize, UnterminatedError } from './tokenizer.js';

/** A statement of a step that Redshift refused: the file, the line, a caret, and Redshift's own words. */
export class StepFailure extends WorkshopError {
  readonly step: SqlStep;
  /** Of the file, from 1. */
  readonly line: number;

  constructor(step: SqlStep, statement: StepStatement, sent: Rewritten, error: Error) {
    const { words, offset } = locate(sent.text, error.message);
    const place = pointAt(step.file, step.text, statement.start + sent.origin(offset ?? 0));
    const code = error instanceof WorkshopError ? error.code : 'sql-failed';
    super({
      code,
      message: `${place.file}:${place.line}: ${words}`,
      why: place.block,
      next: `workshop sql show ${label(step)}`,
      cause: error,
    });
    this.name = 'StepFailure';
    this.step = step;
    this.line = place.line;
  }
}

/**
 * Where in a statement an error of Redshift's belongs. A message may end in `Position: N`, from 1; most only quote
 * the word they complain of, and then its first occurrence is meant.
 * @returns the message without its position, and where it belongs, as far as it says
 */
export function locate(sql: string, message: string): { words: string; offset: number | undefined } {
  const position = /\s*Position:\s*(\d+)\.?\s*$/.exec(message);
  if (position) return { words: message.slice(0, position.index).trim(), offset: Number(position[1]) - 1 };
  const words = message.trim();
  if (/at end of input/.test(words)) return { words, offset: sql.length };
  for (const [, quoted = ''] of words.matchAll(/"((?:[^"]|"")*)"/g)) {
    const offset = find(sql, quoted);
    if (offset !== undefined) return { words, offset };
  }
  const called = /function ([\w.]+)\(/.exec(words)?.[1];
  return { words, offset: called ? find(sql, called) : undefined };
}

function find(sql: string, word: string): number | undefined {
  const name = word.split('.').at(-1)?.toLowerCase() ?? word;
  try {
    return tokenize(sql).find(
      (token) => token.kind !== 'comment' && (token.text === word || token.value.toLowerCase() === name),
    )?.start;
  } catch (error) {
    if (error instanceof UnterminatedError) return error.offset;
    throw error;
  }
}
