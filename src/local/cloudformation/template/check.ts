import { formatError, functionError, validationError } from '../errors.js';
import { asFunction, isObject, type Json } from './json.js';
import { getAttParts, references } from './references.js';
import type { Template } from './template.js';

const PSEUDO_PARAMETERS = new Set([
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);
const TYPE_NAME = /^(AWS|Alexa|Custom|[A-Za-z0-9]{2,64})::[A-Za-z0-9@_-]+(::[A-Za-z0-9]+)*$/;

/**
 * Checks what needs no values: that every name used exists, functions have the right form, types look like types.
 * @throws AwsError ValidationError in CloudFormation's words.
 */
export function checkTemplate(template: Template): void {
  const types = Object.values(template.resources).map((resource) => resource.Type);
  const strange = types.filter((type) => !TYPE_NAME.test(type));
  if (strange.length > 0)
    throw formatError(`Unrecognized resource types: [${[...new Set(strange)].join(', ')}]`);
  for (const [name, resource] of Object.entries(template.resources)) {
    if (resource.Condition !== undefined && !(resource.Condition in template.conditions)) {
      throw functionError(`unresolved condition dependency ${resource.Condition} in resource ${name}`);
    }
    checkForm(resource.Properties, template);
  }
  for (const expression of Object.values(template.conditions)) checkForm(expression, template);
  for (const output of Object.values(template.outputs)) {
    checkForm(output.Value, template);
    if (output.Export) checkForm(output.Export.Name, template);
  }
  checkNames(template);
}

function checkNames(template: Template): void {
  const resources = new Set<string>();
  for (const resource of Object.values(template.resources)) {
    for (const need of resource.DependsOn) if (!(need in template.resources)) resources.add(need);
    for (const name of unresolvedIn(resource.Properties, template)) resources.add(name);
  }
  if (resources.size > 0) throw unresolvedDependencies([...resources], 'Resources');
  const outputs = new Set<string>();
  for (const output of Object.values(template.outputs)) {
    for (const name of unresolvedIn(output.Value, template)) outputs.add(name);
  }
  if (outputs.size > 0) throw unresolvedDependencies([...outputs], 'Outputs');
  for (const expression of Object.values(template.conditions)) {
    for (const reference of references(expression)) {
      if (reference.kind === 'Condition' && !(reference.name in template.conditions)) {
        throw formatError(
          `Unresolved condition dependency ${reference.name} in the Conditions block of the template`,
        );
      }
      const known = reference.name in template.parameters || PSEUDO_PARAMETERS.has(reference.name);
      if (reference.kind !== 'Condition' && !known) {
        throw formatError(
          `Unresolved dependencies [${reference.name}]. Cannot reference resources in the Conditions block of the template`,
        );
      }
    }
  }
}

export function unresolvedDependencies(names: string[], block: 'Resources' | 'Outputs'): Error {
  return formatError(
    `Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`,
  );
}

function unresolvedIn(value: Json, template: Template): string[] {
  return references(value)
    .filter((reference) => {
      if (reference.kind === 'Condition') return false;
      if (reference.name in template.resources) return false;
      return (
        reference.kind === 'GetAtt' ||
        !(reference.name in template.parameters || PSEUDO_PARAMETERS.has(reference.name))
      );
    })
    .map((reference) => reference.name);
}

/** The forms that CloudFormation checks before it looks at any value. */
function checkForm(value: Json, template: Template): void {
  if (Array.isArray(value)) {
    for (const item of value) checkForm(item, template);
    return;
  }
  if (!isObject(value)) return;
  const call = asFunction(value);
  if (call) checkCall(call.name, call.argument, template);
  for (const item of Object.values(value)) checkForm(item, template);
}

function checkCall(name: string, argument: Json, template: Template): void {
  const list = Array.isArray(argument) ? argument : [];
  if (name === 'Fn::GetAtt' && !getAttParts(argument)) {
    throw functionError(
      'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    );
  }
  if (name === 'Fn::If') {
    if (list.length !== 3) throw functionError('Fn::If requires a list argument with three elements');
    if (typeof list[0] !== 'string' || !(list[0] in template.conditions)) {
      throw functionError(`unresolved condition dependency ${String(list[0])} in Fn::If`);
    }
  }
  if (name === 'Fn::Equals' && list.length !== 2) {
    throw functionError('every Fn::Equals object requires a list of 2 string parameters.');
  }
  if (name === 'Fn::Split' && list.length !== 2) {
    throw functionError(
      'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
    );
  }
  if (name === 'Fn::Select') checkSelect(list);
  if (name === 'Ref' && typeof argument !== 'string') {
    throw validationError('Template error: every Ref object must have a single String value.');
  }
}

function checkSelect(list: Json[]): void {
  const [index, items] = list;
  const literalIndex = typeof index === 'string' || typeof index === 'number';
  const outOfRange =
    literalIndex && Array.isArray(items) && !items.some(isObject) && Number(index) >= items.length;
  if (
    list.length !== 2 ||
    (literalIndex && !/^\d+$/.test(String(index))) ||
    (!isObject(items) && !Array.isArray(items)) ||
    outOfRange
  ) {
    throw functionError('Fn::Select requires a list argument with two elements: an integer index and a list');
  }
}
