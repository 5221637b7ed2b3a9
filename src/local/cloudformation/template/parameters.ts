import { validationError } from '../errors.js';
import type { Json } from './json.js';
import type { ParameterDefinition, Template } from './template.js';

/** One parameter of a request. */
export interface GivenParameter {
  ParameterKey?: string;
  ParameterValue?: string;
  UsePreviousValue?: boolean;
}

const LISTS = /^(CommaDelimitedList|List<.+>)$/;
const KNOWN = /^(String|Number|CommaDelimitedList|List<Number>|(List<)?AWS::[A-Za-z0-9]+::[A-Za-z0-9:]+>?)$/;

/**
 * The values of a template's parameters as text, from the request, the previous values and the defaults.
 * @throws AwsError ValidationError (recorded: api/test_stacks test_no_parameters_given, test_change_set_parameters).
 */
export function parameterValues(
  template: Template,
  given: GivenParameter[],
  previous: Record<string, string> = {},
): Record<string, string> {
  const unknown = given.map((one) => one.ParameterKey ?? '').filter((key) => !(key in template.parameters));
  if (unknown.length > 0)
    throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, definition] of Object.entries(template.parameters)) {
    refuseType(name, definition);
    const one = given.find((candidate) => candidate.ParameterKey === name);
    if (one?.UsePreviousValue && one.ParameterValue !== undefined && one.ParameterValue !== '') {
      throw validationError(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    }
    const value = one?.UsePreviousValue ? previous[name] : (one?.ParameterValue ?? definition.Default);
    if (value === undefined) missing.push(name);
    else values[name] = checked(name, definition, value);
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return values;
}

/** What `Ref` of a parameter gives: text, or a list of texts. */
export function parameterReference(definition: ParameterDefinition, value: string): Json {
  if (!LISTS.test(definition.Type)) return value;
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function refuseType(name: string, definition: ParameterDefinition): void {
  if (definition.Type.startsWith('AWS::SSM::')) {
    throw validationError(
      `Parameter ${name}: the local cloud has no Systems Manager, so the type ${definition.Type} is not supported.`,
    );
  }
  if (!KNOWN.test(definition.Type)) {
    throw validationError(`Template format error: Unrecognized parameter type: ${definition.Type}`);
  }
}

function checked(name: string, definition: ParameterDefinition, value: string): string {
  const items = LISTS.test(definition.Type) ? value.split(',').map((item) => item.trim()) : [value];
  const numeric = definition.Type === 'Number' || definition.Type === 'List<Number>';
  const words = definition.ConstraintDescription;
  const refuse = (message: string) =>
    validationError(words ? `Parameter '${name}' failed to satisfy constraint: ${words}` : message);
  for (const item of items) {
    if (numeric && (item.trim() === '' || !Number.isFinite(Number(item)))) {
      throw validationError(
        definition.Type === 'Number'
          ? `Parameter '${name}' must be a number.`
          : `Parameter '${name}' must be a list of numbers.`,
      );
    }
    if (definition.AllowedValues && !definition.AllowedValues.includes(item)) {
      throw refuse(`Parameter '${name}' must be one of AllowedValues`);
    }
    if (definition.AllowedPattern && !new RegExp(`^(?:${definition.AllowedPattern})$`).test(item)) {
      throw refuse(`Parameter '${name}' must match pattern ${definition.AllowedPattern}`);
    }
    if (numeric && definition.MinValue !== undefined && Number(item) < definition.MinValue) {
      throw refuse(`Parameter '${name}' must be a number not less than ${definition.MinValue}`);
    }
    if (numeric && definition.MaxValue !== undefined && Number(item) > definition.MaxValue) {
      throw refuse(`Parameter '${name}' must be a number not greater than ${definition.MaxValue}`);
    }
  }
  if (definition.MinLength !== undefined && value.length < definition.MinLength) {
    throw refuse(`Parameter '${name}' must contain at least ${definition.MinLength} characters`);
  }
  if (definition.MaxLength !== undefined && value.length > definition.MaxLength) {
    throw refuse(`Parameter '${name}' must contain at most ${definition.MaxLength} characters`);
  }
  return value;
}
