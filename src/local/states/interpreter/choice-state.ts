import { holds } from '../language/choice.js';
import { evaluate, expressionIn, fillIn } from '../language/jsonata.js';
import { pathField } from '../language/template.js';
import type { ChoiceRule, Json } from '../language/types.js';
import { EvaluationError, StatesError } from './errors.js';
import type { StateRun } from './scope.js';

interface Chosen {
  output: Json;
  next: string;
  assigned: Record<string, Json> | undefined;
}

/** Takes the first rule that holds, else Default. @throws StatesError States.NoChoiceMatched */
export async function chooseNext(run: StateRun): Promise<Chosen> {
  const { state } = run;
  const input = run.effectiveInput();
  const rule = await firstRule(run, input);
  const next = rule?.Next ?? state.Default;
  if (next === undefined) throw new StatesError('States.NoChoiceMatched', undefined);
  const assigned = await run.assign(rule ? rule.Assign : state.Assign, input, {});
  if (run.language === 'JSONata') {
    const template = rule ? rule.Output : state.Output;
    const output = template === undefined ? input : await fillIn(template, 'Output', run.bindings());
    return { output, next, assigned };
  }
  if (state.OutputPath === null) return { output: {}, next, assigned };
  const output = state.OutputPath === undefined ? input : pathField(state.OutputPath, run.scope(input));
  return { output, next, assigned };
}

async function firstRule(run: StateRun, input: Json): Promise<ChoiceRule | undefined> {
  for (const [index, rule] of (run.state.Choices ?? []).entries()) {
    if (run.language === 'JSONPath' ? holds(rule, run.scope(input)) : await condition(run, rule, index))
      return rule;
  }
  return undefined;
}

async function condition(run: StateRun, rule: ChoiceRule, index: number): Promise<boolean> {
  if (typeof rule.Condition === 'boolean') return rule.Condition;
  const expression = expressionIn(rule.Condition ?? '');
  if (expression === undefined) return rule.Condition === 'true';
  const field = `Choices[${index}]/Condition`;
  const value = await evaluate(expression, field, run.bindings());
  if (typeof value === 'boolean') return value;
  throw new EvaluationError(
    `The JSONata expression '${expression}' specified for the field '${field}' returned an unexpected result type. Expected 'boolean', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

/** A value's type as AWS names it in errors. */
export function typeName(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
