import { evaluate, expressionIn } from '../language/jsonata.js';
import { textField } from '../language/template.js';
import { StatesError } from './errors.js';
import type { StateRun } from './scope.js';

/** The error with which a Fail state ends the line of states. */
export async function failState(run: StateRun): Promise<StatesError> {
  return new StatesError(await field(run, 'Error'), await field(run, 'Cause'));
}

async function field(run: StateRun, name: 'Error' | 'Cause'): Promise<string | undefined> {
  const text = run.state[name];
  const path = run.state[`${name}Path` as const];
  if (path !== undefined) {
    const value = textField(`${name}Path`, path, run.scope(run.effectiveInput()), 'States.Runtime');
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
  const expression = text !== undefined && run.language === 'JSONata' ? expressionIn(text) : undefined;
  if (expression === undefined) return text;
  const value = await evaluate(expression, name, run.bindings());
  return typeof value === 'string' ? value : JSON.stringify(value);
}
