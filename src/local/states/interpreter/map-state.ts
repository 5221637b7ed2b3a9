import { evaluate, expressionIn, fillIn } from '../language/jsonata.js';
import { fillTemplate, pathField } from '../language/template.js';
import type { Json, Machine } from '../language/types.js';
import { typeName } from './choice-state.js';
import { DataError, EvaluationError } from './errors.js';
import type { Frame } from './host.js';
import type { Interpreter } from './interpreter.js';
import { linkedAbort } from './linked-abort.js';
import type { StateRun } from './scope.js';

/** Runs the processor once for each item, at most MaxConcurrency at once. @returns the outputs in the items' order */
export async function mapState(run: StateRun, interpreter: Interpreter): Promise<Json> {
  const items = await itemsOf(run);
  const most = (await run.number('MaxConcurrency')) || items.length;
  const started = run.record('MapStateStarted', 'mapStateStartedEventDetails', { length: items.length });
  const processor = {
    QueryLanguage: run.language,
    ...((run.state.ItemProcessor ?? run.state.Iterator) as Machine),
  };
  const outputs: Json[] = new Array(items.length).fill(null);
  const group = linkedAbort(run.host);
  let next = 0;
  /** One after another; an iteration follows the last state of the one before it. */
  const lane = async () => {
    let previous = started;
    while (next < items.length && !group.ended) {
      const index = next;
      next += 1;
      const about = { name: run.name, index };
      const value = items[index] as Json;
      const frame: Frame = {
        previous: run.host.record(
          'MapIterationStarted',
          ['mapIterationStartedEventDetails', about],
          previous,
        ),
        variables: { ...run.frame.variables },
        top: false,
        line: `${run.place}.${run.attempt}.${index}`,
        steps: 0,
        map: { Item: { Index: index, Value: value } },
      };
      try {
        const input = await selected(run, frame, value);
        outputs[index] = await group.interpreter(interpreter).run(processor, input, frame);
        const succeeded = run.host.record(
          'MapIterationSucceeded',
          ['mapIterationSucceededEventDetails', about],
          frame.previous,
        );
        // The next iteration follows the last state of this one, the end of the Map the end of this one.
        if (!group.ended) run.frame.previous = succeeded;
      } catch (error) {
        if (!group.ended)
          run.host.record('MapIterationFailed', ['mapIterationFailedEventDetails', about], frame.previous);
        if (!group.ended) run.frame.previous = frame.previous;
        throw error;
      } finally {
        previous = frame.previous;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(most, items.length) }, () => group.failFast(lane())));
    run.host.record('MapStateSucceeded', undefined, run.frame.previous);
    return outputs;
  } finally {
    group.end();
  }
}

async function itemsOf(run: StateRun): Promise<Json[]> {
  if (run.language === 'JSONata') {
    const { Items } = run.state;
    const expression = typeof Items === 'string' ? expressionIn(Items) : undefined;
    if (expression === undefined)
      return arrayOf(Items === undefined ? run.input : await fillIn(Items, 'Items', run.bindings()));
    const value = await evaluate(expression, 'Items', run.bindings());
    if (Array.isArray(value)) return value;
    throw new EvaluationError(
      `The JSONata expression '${expression}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
      'Items',
    );
  }
  const input = run.effectiveInput();
  return listOf(run.state.ItemsPath === undefined ? input : pathField(run.state.ItemsPath, run.scope(input)));
}

const noArray = (value: Json) => `Map state input must be an array but was: ${JSON.stringify(value)}`;

function listOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  throw new DataError(noArray(value));
}

/** The same in JSONata, which fails as an evaluation without a place. */
function arrayOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  throw new EvaluationError(noArray(value), undefined);
}

/** ItemSelector, or Parameters of the older form, with `$$.Map.Item` in its context. */
async function selected(run: StateRun, frame: Frame, value: Json): Promise<Json> {
  const template = run.state.ItemSelector ?? (run.language === 'JSONPath' ? run.state.Parameters : undefined);
  if (template === undefined) return value;
  const context = { ...(run.context as Record<string, Json>), Map: frame.map as Json };
  if (run.language === 'JSONPath') {
    return fillTemplate(template, { input: run.effectiveInput(), context, variables: frame.variables });
  }
  const bindings = { states: { input: run.input, context }, variables: frame.variables };
  return fillIn(template, 'ItemSelector', bindings);
}
