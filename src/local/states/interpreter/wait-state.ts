import { evaluate, expressionIn } from '../language/jsonata.js';
import { pathField } from '../language/template.js';
import { parseTimestamp } from '../language/timestamp.js';
import type { Json } from '../language/types.js';
import { DataError, EvaluationError } from './errors.js';
import type { StateRun } from './scope.js';
import { sleepUntil } from './sleep.js';

/** As far as AWS waits: 2^31 - 1 seconds less what a run of theirs needs. */
const MOST_SECONDS = 99_999_999;
const MOST_TIMESTAMP_S = 2 ** 31 - 1;

/** Waits from the moment the state was entered, so that a wait goes on where a kill left it. */
export async function waitState(run: StateRun): Promise<void> {
  await sleepUntil(await wakeTime(run), run.host.signal);
}

async function wakeTime(run: StateRun): Promise<number> {
  const { state } = run;
  if (state.SecondsPath !== undefined) return run.enteredAt + 1000 * secondsAt(run, state.SecondsPath);
  if (state.TimestampPath !== undefined) {
    const text = String(pathField(state.TimestampPath, run.scope(run.effectiveInput())));
    const at = parseTimestamp(text);
    if (at === undefined) {
      throw new DataError(
        `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${state.TimestampPath} == ${text}`,
      );
    }
    return bounded(at);
  }
  if (state.Timestamp !== undefined) {
    const expression = run.language === 'JSONata' ? expressionIn(state.Timestamp) : undefined;
    const text =
      expression === undefined ? state.Timestamp : await evaluate(expression, 'Timestamp', run.bindings());
    const at = typeof text === 'string' ? parseTimestamp(text) : undefined;
    if (at === undefined) {
      throw new EvaluationError(
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${typeof text === 'string' ? text : JSON.stringify(text)}`,
        'Timestamp',
      );
    }
    return bounded(at);
  }
  return run.enteredAt + 1000 * (await secondsOf(run));
}

function bounded(at: number): number {
  if ((at - Date.now()) / 1000 > MOST_TIMESTAMP_S) throw new DataError('Wait state delay is too long.');
  return at;
}

function secondsAt(run: StateRun, path: string): number {
  const value: Json = pathField(path, run.scope(run.effectiveInput()));
  const shown = `${path} == ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
    throw new DataError(`The SecondsPath parameter cannot be parsed as a long value: ${shown}`);
  }
  if (number < 0) throw new DataError(`The SecondsPath parameter references a negative value: ${shown}`);
  if (number > MOST_SECONDS)
    throw new DataError(`The SecondsPath parameter references a value that is too large: ${shown}`);
  return number;
}

async function secondsOf(run: StateRun): Promise<number> {
  const { Seconds } = run.state;
  if (typeof Seconds === 'number') return Seconds;
  const expression = expressionIn(Seconds ?? '') ?? '0';
  const value = await evaluate(expression, 'Seconds', run.bindings());
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MOST_SECONDS)
    return value;
  throw new EvaluationError(
    `The JSONata expression '${expression}' specified for the field 'Seconds' must be a whole number from 0 to ${MOST_SECONDS}, but was: ${JSON.stringify(value)}`,
    'Seconds',
  );
}
