import { sdkAction } from '../../sdk-integration.js';
import { INTEGRATIONS, resourceOf } from '../tasks/resource.js';
import { type Diagnostic, type Field, Findings, isObject } from './findings.js';
import { requiredFields, STATE_TYPES, unsupportedFields } from './state-fields.js';
import { expressions, pathFields } from './state-values.js';
import { choices, target, transitions } from './transitions.js';

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
  if (state.Type === undefined) return found.schema('These fields are required: [Type]', place);
  if (!STATE_TYPES.includes(type))
    return found.schema(`Value is not one of [${STATE_TYPES.join(', ')}]`, `${place}/Type`);
  const language = String(state.QueryLanguage ?? outer);
  unsupportedFields(state, type, language, place, found);
  transitions(state, type, place, states, found);
  requiredFields(state, type, place, found);
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
