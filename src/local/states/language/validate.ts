import { sdkAction } from '../../sdk-integration.js';
import { INTEGRATIONS, resourceOf } from '../tasks/resource.js';
import { OPERATORS, RULE_FIELDS } from './choice.js';
import { parseIntrinsic } from './intrinsics.js';
import { parsePath } from './json-path.js';
import { expressionIn, syntaxError } from './jsonata.js';
import { parseTimestamp } from './timestamp.js';

/** One thing wrong with a definition, as ValidateStateMachineDefinition answers it. */
export interface Diagnostic {
  severity: 'ERROR';
  code:
    | 'SCHEMA_VALIDATION_FAILED'
    | 'MISSING_TRANSITION_TARGET'
    | 'INVALID_JSON_DESCRIPTION'
    | 'UNSUPPORTED_RESOURCE';
  message: string;
  location?: string;
}

type Field = Record<string, unknown>;

/** Fields of each type besides those of all; `*` may stand in any state of that language. */
const TYPES: Record<string, string[]> = {
  Task: [
    'Resource',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
    'HeartbeatSeconds',
    'HeartbeatSecondsPath',
    'Credentials',
    'Retry',
    'Catch',
    'ResultSelector',
    'ResultPath',
    'Parameters',
    'Arguments',
  ],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Pass: ['Result', 'ResultPath', 'Parameters'],
  Succeed: [],
  Fail: ['Error', 'ErrorPath', 'Cause', 'CausePath'],
  Map: [
    'ItemProcessor',
    'Iterator',
    'Items',
    'ItemsPath',
    'ItemSelector',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'Parameters',
    'ResultSelector',
    'ResultPath',
    'Retry',
    'Catch',
    'Label',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
  ],
  Parallel: ['Branches', 'Parameters', 'Arguments', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'],
};
const COMMON = [
  'Type',
  'Comment',
  'QueryLanguage',
  'Next',
  'End',
  'InputPath',
  'OutputPath',
  'Assign',
  'Output',
];
const JSONPATH_ONLY = [
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultSelector',
  'ResultPath',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'MaxConcurrencyPath',
];
const JSONATA_ONLY = ['Arguments', 'Output', 'Items'];
const PATHS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
];

/**
 * Everything wrong with a definition, the first first; none for one that may run. Words and codes of AWS where they are
 * recorded (stepfunctions/v2 :: test_sfn_api, test_base_scenarios), else in their manner.
 */
export async function validateDefinition(text: string): Promise<Diagnostic[]> {
  let definition: unknown;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    return [{ severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: (error as Error).message }];
  }
  const found = new Findings();
  if (!isObject(definition)) {
    found.schema('Expected an object', '/');
    return found.all;
  }
  await machine(definition, '/', 'JSONPath', found);
  return found.all;
}

class Findings {
  readonly all: Diagnostic[] = [];

  schema(message: string, location: string): void {
    this.all.push({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location });
  }

  add(code: Diagnostic['code'], message: string, location: string): void {
    this.all.push({ severity: 'ERROR', code, message, location });
  }
}

function isObject(value: unknown): value is Field {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function machine(value: Field, location: string, outer: string, found: Findings): Promise<void> {
  const missing = ['StartAt', 'States'].filter((name) => value[name] === undefined);
  if (missing.length > 0) {
    found.schema(`These fields are required: [${missing.join(', ')}]`, location);
    return;
  }
  const language = String(value.QueryLanguage ?? outer);
  if (language !== 'JSONPath' && language !== 'JSONata') {
    found.schema(
      'Value is not one of [JSONPath, JSONata]',
      `${location === '/' ? '' : location}/QueryLanguage`,
    );
    return;
  }
  const states = value.States;
  const base = location === '/' ? '' : location;
  if (!isObject(states) || Object.keys(states).length === 0) {
    found.schema('States must not be empty', `${base}/States`);
    return;
  }
  if (!Object.hasOwn(states, String(value.StartAt))) {
    found.add('MISSING_TRANSITION_TARGET', `Missing 'StartAt' target: ${value.StartAt}`, `${base}/StartAt`);
  }
  for (const [name, state] of Object.entries(states)) {
    const place = `${base}/States/${name}`;
    if (!isObject(state)) found.schema('Expected an object', place);
    else await stateOf(state, place, language, states, found);
  }
}

async function stateOf(
  state: Field,
  place: string,
  outer: string,
  states: Field,
  found: Findings,
): Promise<void> {
  const type = String(state.Type ?? '');
  const own = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (state.Type === undefined) return found.schema('These fields are required: [Type]', place);
  if (!own) return found.schema(`Value is not one of [${Object.keys(TYPES).join(', ')}]`, `${place}/Type`);
  const language = String(state.QueryLanguage ?? outer);
  const foreign = language === 'JSONata' ? JSONPATH_ONLY : JSONATA_ONLY;
  for (const field of Object.keys(state)) {
    if (![...COMMON, ...own].includes(field)) found.schema(`Field '${field}' is not supported`, place);
    else if (foreign.includes(field)) {
      found.schema(`Field '${field}' is not supported when using query language ${language}`, place);
    }
  }
  transitions(state, type, place, states, found);
  required(state, type, place, found);
  if (language === 'JSONPath') pathFields(state, place, found);
  await expressions(state, place, language, found);
  if (type === 'Choice') choices(state, place, language, states, found);
  if (type === 'Task') resource(state, place, found);
  for (const catcher of Array.isArray(state.Catch) ? state.Catch : [])
    target(catcher, 'Next', `${place}/Catch`, states, found);
  for (const [index, branch] of (Array.isArray(state.Branches) ? state.Branches : []).entries()) {
    await machine(branch as Field, `${place}/Branches[${index}]`, language, found);
  }
  for (const field of ['ItemProcessor', 'Iterator']) {
    const processor = state[field];
    if (isObject(processor)) await processorOf(processor, `${place}/${field}`, language, found);
  }
}

async function processorOf(
  processor: Field,
  place: string,
  language: string,
  found: Findings,
): Promise<void> {
  const config = processor.ProcessorConfig;
  if (isObject(config) && config.Mode === 'DISTRIBUTED') {
    found.add(
      'UNSUPPORTED_RESOURCE',
      'The local cloud does not run Map states in DISTRIBUTED mode',
      `${place}/ProcessorConfig`,
    );
  }
  await machine(processor, place, language, found);
}

function transitions(state: Field, type: string, place: string, states: Field, found: Findings): void {
  if (type === 'Succeed' || type === 'Fail' || type === 'Choice') {
    if (type === 'Choice' && state.Default !== undefined) target(state, 'Default', place, states, found);
    return;
  }
  if ((state.Next === undefined) === (state.End === undefined || state.End === false)) {
    found.schema(`Exactly one of [Next, End] is required`, place);
  }
  if (state.Next !== undefined) target(state, 'Next', place, states, found);
}

function target(from: Field, field: string, place: string, states: Field, found: Findings): void {
  const name = String(from[field]);
  if (!Object.hasOwn(states, name))
    found.add('MISSING_TRANSITION_TARGET', `Missing '${field}' target: ${name}`, `${place}/${field}`);
}

function required(state: Field, type: string, place: string, found: Findings): void {
  const oneOf = (fields: string[]) => {
    const given = fields.filter((field) => state[field] !== undefined);
    if (given.length !== 1) found.schema(`Exactly one of [${fields.join(', ')}] is required`, place);
  };
  if (type === 'Task' && state.Resource === undefined)
    found.schema('These fields are required: [Resource]', place);
  if (type === 'Choice' && !(Array.isArray(state.Choices) && state.Choices.length > 0)) {
    found.schema('These fields are required: [Choices]', place);
  }
  if (type === 'Wait') oneOf(['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']);
  if (type === 'Map') oneOf(['ItemProcessor', 'Iterator']);
  if (type === 'Parallel' && !Array.isArray(state.Branches))
    found.schema('These fields are required: [Branches]', place);
  for (const [index, retrier] of (Array.isArray(state.Retry) ? state.Retry : []).entries()) {
    if (!Array.isArray(retrier?.ErrorEquals) || retrier.ErrorEquals.length === 0) {
      found.schema('These fields are required: [ErrorEquals]', `${place}/Retry[${index}]`);
    }
  }
  for (const [index, catcher] of (Array.isArray(state.Catch) ? state.Catch : []).entries()) {
    const missing = ['ErrorEquals', 'Next'].filter((field) => catcher?.[field] === undefined);
    if (missing.length > 0)
      found.schema(`These fields are required: [${missing.join(', ')}]`, `${place}/Catch[${index}]`);
  }
}

function pathFields(state: Field, place: string, found: Findings): void {
  for (const field of PATHS) {
    const value = state[field];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || !isPath(value))
      found.schema('Value is not a valid JSONPath', `${place}/${field}`);
  }
  for (const field of ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign'])
    template(state[field], `${place}/${field}`, found);
  if (typeof state.Timestamp === 'string' && parseTimestamp(state.Timestamp) === undefined) {
    found.schema('String does not match RFC3339 timestamp', `${place}/Timestamp`);
  }
  for (const field of ['ErrorPath', 'CausePath']) {
    const value = state[field];
    if (typeof value === 'string' && !isPath(value) && !isIntrinsic(value)) {
      found.schema('Value is not a valid JSONPath', `${place}/${field}`);
    }
  }
}

function template(value: unknown, place: string, found: Findings): void {
  if (Array.isArray(value)) for (const item of value) template(item, place, found);
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (!key.endsWith('.$')) template(item, place, found);
    else if (typeof item !== 'string' || (!isPath(item) && !isIntrinsic(item))) {
      found.schema(
        `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
        place,
      );
    }
  }
}

function isPath(text: string): boolean {
  try {
    parsePath(text);
    return true;
  } catch {
    return false;
  }
}

function isIntrinsic(text: string): boolean {
  try {
    parseIntrinsic(text);
    return true;
  } catch {
    return false;
  }
}

/** The syntax of every `{% … %}` of a JSONata state, its branches aside. */
async function expressions(value: unknown, place: string, language: string, found: Findings): Promise<void> {
  if (language !== 'JSONata') return;
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    const problem = expression === undefined ? undefined : await syntaxError(expression);
    if (problem !== undefined) found.schema(`Invalid JSONata expression: ${problem}`, place);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'Branches' || key === 'ItemProcessor' || key === 'Iterator') continue;
    await expressions(item, `${place}/${key}`, language, found);
  }
}

function choices(state: Field, place: string, language: string, states: Field, found: Findings): void {
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

function resource(state: Field, place: string, found: Findings): void {
  if (typeof state.Resource !== 'string') return;
  const named = resourceOf(state.Resource);
  const at = `${place}/Resource`;
  if (!state.Resource.startsWith('arn:')) found.schema('Value is not a valid resource ARN', at);
  else if (named.kind === 'unknown')
    found.add('UNSUPPORTED_RESOURCE', `The local cloud does not support the resource ${state.Resource}`, at);
  else if (named.kind === 'sdk' && !sdkAction(named.service, named.call)) {
    found.schema(
      `The resource provided ${state.Resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      at,
    );
  } else if (named.kind === 'integration' && !INTEGRATIONS.has(`${named.service}:${named.action}`)) {
    found.add('UNSUPPORTED_RESOURCE', `The local cloud does not support the resource ${state.Resource}`, at);
  }
}
