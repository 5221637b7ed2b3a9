import type { StatementResult } from '../aws/statements.js';
import { type Token, tokenize } from './tokenizer.js';

/** A model that a statement makes. */
export interface ModelDefinition {
  /** Folded, without its schema. */
  name: string;
  /** The SQL function that predicts by it, folded. */
  functionName: string;
}

/** One of SHOW MODEL's metrics: `validation:merror`, `train:error`. */
export interface ModelScore {
  /** The rows that it was measured on: those kept back from training, or those learned from. */
  on: 'validation' | 'train';
  metric: string;
  value: number;
}

/** How far a model is, as SHOW MODEL says. */
export interface ModelState {
  /** `TRAINING`, `READY`, `FAILED`, or what else Redshift calls it. */
  state: string;
  /** Null before it is trained. */
  score: ModelScore | null;
  created: Date | null;
  /** Why it failed. */
  reason: string | null;
}

/** Reads what model a `CREATE MODEL … FUNCTION f` makes. @returns undefined for any other statement */
export function modelDefinition(sql: string): ModelDefinition | undefined {
  const tokens = tokenize(sql).filter((token) => token.kind !== 'comment');
  if (tokens[0]?.value !== 'create' || tokens[1]?.value !== 'model') return undefined;
  const name = nameAt(tokens, 2);
  let depth = 0;
  const keyword = tokens.findIndex((token) => {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    return depth === 0 && token.kind === 'word' && token.value === 'function';
  });
  const functionName = keyword < 0 ? undefined : nameAt(tokens, keyword + 1);
  return name === undefined || functionName === undefined ? undefined : { name, functionName };
}

/** Whether a text calls a function. */
export function calls(sql: string, functionName: string): boolean {
  const tokens = tokenize(sql).filter((token) => token.kind !== 'comment');
  return tokens.some(
    (token, index) =>
      (token.kind === 'word' || token.kind === 'quoted') &&
      token.value === functionName &&
      tokens[index + 1]?.text === '(',
  );
}

/**
 * Asks for a model's state.
 * @param execute runs SHOW MODEL
 * @returns undefined when there is no such model
 */
export async function readModel(
  name: string,
  execute: (sql: string) => Promise<StatementResult>,
): Promise<ModelState | undefined> {
  try {
    const { rows } = await execute(`SHOW MODEL ${name}`);
    return modelState(rows.map(([key, value]) => [String(key ?? '').trim(), String(value ?? '').trim()]));
  } catch (error) {
    // Redshift's exact words are not documented.
    if (/does(?: not|n't) exist|not found|no such model/i.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** Reads SHOW MODEL's rows of key and value. */
function modelState(rows: [string, string][]): ModelState {
  const value = (key: RegExp) => rows.find(([name]) => key.test(name))?.[1] || null;
  return {
    state: (value(/^model state$/i) ?? 'UNKNOWN').toUpperCase(),
    score: scoreOn('validation', rows) ?? scoreOn('train', rows) ?? null,
    created: parseCreationTime(value(/^creation time$/i) ?? ''),
    reason: value(/reason|error message/i),
  };
}

/** The documentation gives no list of the metrics, and shows `validation:…` in some places, `train:…` alone in others. */
function scoreOn(on: ModelScore['on'], rows: [string, string][]): ModelScore | undefined {
  for (const [name, text] of rows) {
    const [kind, metric] = name.split(':').map((part) => part.trim());
    const value = Number.parseFloat(text);
    if (kind?.toLowerCase() === on && metric && Number.isFinite(value)) return { on, metric, value };
  }
  return undefined;
}

/**
 * SHOW MODEL's creation time, UTC. Its documentation shows `Fri, 12.04.2020 20:12:19`: the day of the week tells
 * which of the two is the month.
 */
export function parseCreationTime(text: string): Date | null {
  const parts = /^(?:([A-Z][a-z]{2}),?\s+)?(\d{2})\.(\d{2})\.(\d{4})\s+(\d{2}):(\d{2}):(\d{2})/.exec(text);
  if (!parts) {
    const zone = /(?:Z|[+-]\d{2}:?\d{2}|UTC|GMT)$/.test(text) ? '' : 'Z';
    const time = Date.parse(text.replace(' ', 'T') + zone);
    return Number.isNaN(time) ? null : new Date(time);
  }
  const [, weekday, ...numbers] = parts;
  const [first = 0, second = 0, year = 0, hour = 0, minute = 0, seconds = 0] = numbers.map(Number);
  const candidates = [
    [first, second],
    [second, first],
  ].flatMap(([month = 0, day = 0]) => {
    const date = new Date(Date.UTC(year, month - 1, day, hour, minute, seconds));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? [date] : [];
  });
  return candidates.find((date) => date.toUTCString().slice(0, 3) === weekday) ?? candidates[0] ?? null;
}

/** The name that begins at a token, folded, its schema left out. */
function nameAt(tokens: Token[], start: number): string | undefined {
  let at = start;
  while (tokens[at + 1]?.text === '.') at += 2;
  const token = tokens[at];
  return token?.kind === 'word' || token?.kind === 'quoted' ? token.value : undefined;
}
