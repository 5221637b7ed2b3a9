import { OPERATORS, RULE_FIELDS } from './choice.js';
import { type Field, type Findings, isObject, isPath } from './findings.js';

/** Where a state goes next: Next, End or a Choice's Default. */
export function transitions(state: Field, type: string, place: string, states: Field, found: Findings): void {
  if (type === 'Succeed' || type === 'Fail' || type === 'Choice') {
    if (type === 'Choice' && state.Default !== undefined) target(state, 'Default', place, states, found);
    return;
  }
  if ((state.Next === undefined) === (state.End === undefined || state.End === false)) {
    found.schema(`Exactly one of [Next, End] is required`, place);
  }
  if (state.Next !== undefined) target(state, 'Next', place, states, found);
}

/** A transition's name must be that of a state beside this one. */
export function target(from: Field, field: string, place: string, states: Field, found: Findings): void {
  const name = String(from[field]);
  if (!Object.hasOwn(states, name))
    found.add('MISSING_TRANSITION_TARGET', `Missing '${field}' target: ${name}`, `${place}/${field}`);
}

/** The rules of a Choice. */
export function choices(state: Field, place: string, language: string, states: Field, found: Findings): void {
  for (const [index, rule] of (Array.isArray(state.Choices) ? state.Choices : []).entries()) {
    const at = `${place}/Choices[${index}]`;
    if (!isObject(rule)) {
      found.schema('Expected an object', at);
      continue;
    }
    if (rule.Next === undefined) found.schema('These fields are required: [Next]', at);
    else target(rule, 'Next', at, states, found);
    if (language === 'JSONata') {
      if (rule.Condition === undefined) found.schema('These fields are required: [Condition]', at);
    } else ruleOf(rule, at, found);
  }
}

function ruleOf(rule: Field, at: string, found: Findings): void {
  for (const joint of ['And', 'Or']) {
    for (const inner of Array.isArray(rule[joint]) ? (rule[joint] as unknown[]) : []) {
      if (isObject(inner)) ruleOf(inner, `${at}/${joint}`, found);
    }
  }
  if (isObject(rule.Not)) ruleOf(rule.Not, `${at}/Not`, found);
  if (rule.And ?? rule.Or ?? rule.Not) return;
  const operators = Object.keys(rule).filter((key) => !RULE_FIELDS.has(key));
  const known = operators.filter((name) => Object.hasOwn(OPERATORS, name) || name === 'IsPresent');
  if (typeof rule.Variable !== 'string' || !isPath(rule.Variable))
    found.schema('Value is not a valid Reference Path', `${at}/Variable`);
  if (operators.length !== 1 || known.length !== 1)
    found.schema('Exactly one comparison operator is required', at);
}
