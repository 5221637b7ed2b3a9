import { createHash, randomUUID } from 'node:crypto';
import type { Expression } from 'jsonata';
import { EvaluationError } from '../interpreter/errors.js';
import { seededRandom } from './intrinsics.js';
import type { Json } from './types.js';

/** What an expression sees as `$states`, and the variables by name. */
export interface Bindings {
  states: { input: Json; result?: Json; errorOutput?: Json; context: Json };
  variables: Record<string, Json>;
}

const compiled = new Map<string, Expression>();
const MOST_COMPILED = 500;

/** The expression inside `{% … %}`; undefined for any other text. */
export function expressionIn(text: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim();
}

/**
 * Fills a value in: every text `{% … %}` in it is evaluated, at any depth.
 * @param field where the value stands in the state (`Arguments`, `Output`), as errors name it
 * @throws EvaluationError
 */
export async function fillIn(value: Json, field: string, bindings: Bindings): Promise<Json> {
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    return expression === undefined ? value : evaluate(expression, field, bindings);
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => fillIn(item, `${field}[${index}]`, bindings)));
  }
  if (value === null || typeof value !== 'object') return value;
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value))
    result[key] = await fillIn(item, `${field}/${key}`, bindings);
  return result;
}

/** @throws EvaluationError in AWS's words: an error of JSONata, nothing, or something that is no JSON. */
export async function evaluate(expression: string, field: string, bindings: Bindings): Promise<Json> {
  const shown = `The JSONata expression '${expression}' specified for the field '${field}'`;
  let result: unknown;
  try {
    const program = await compile(expression);
    result = await program.evaluate(undefined, {
      ...bindings.variables,
      states: bindings.states,
      ...extras(),
    });
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    throw new EvaluationError(
      `${shown} threw an error during evaluation. ${code ?? ''}: ${message ?? String(error)}`,
      field,
    );
  }
  if (result === undefined) throw new EvaluationError(`${shown} returned nothing (undefined).`, field);
  if (typeof result === 'function' || isFunction(result)) {
    throw new EvaluationError(`${shown} returned an unsupported result type.`, field);
  }
  // Sequences of JSONata carry marks of their own; only the JSON goes on.
  return JSON.parse(JSON.stringify(result)) as Json;
}

/** Whether the text is an expression that JSONata can read. */
export async function syntaxError(expression: string): Promise<string | undefined> {
  try {
    await compile(expression);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function isFunction(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ('_jsonata_lambda' in value || '_jsonata_function' in value)
  );
}

async function compile(expression: string): Promise<Expression> {
  const known = compiled.get(expression);
  if (known) return known;
  const { default: jsonata } = await import('jsonata');
  const program = jsonata(expression);
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  compiled.set(expression, program);
  return program;
}

/** The functions that Step Functions adds, and `$eval`, which it takes away (step-functions/latest/dg/transforming-data). */
function extras(): Record<string, unknown> {
  return {
    eval: undefined,
    partition: (items: unknown[], size: number) => {
      const chunks: unknown[] = [];
      for (let at = 0; at < items.length; at += Math.max(1, Math.round(size))) {
        chunks.push(items.slice(at, at + Math.max(1, Math.round(size))));
      }
      return chunks;
    },
    // A sequence of JSONata, which is its one value when it has one.
    range: (first: number, last: number, step: number) =>
      Object.defineProperty(
        Array.from(
          { length: Math.max(0, Math.floor((last - first) / step) + 1) },
          (_, n) => first + n * step,
        ),
        'sequence',
        { value: true },
      ),
    hash: (text: string, algorithm: string) =>
      createHash(algorithm.replace(/^SHA-/, 'sha').toLowerCase()).update(text).digest('hex'),
    random: (seed?: number) => (seed === undefined ? Math.random() : seededRandom(seed)),
    uuid: () => randomUUID(),
    parse: (text: string) => JSON.parse(text),
  };
}
