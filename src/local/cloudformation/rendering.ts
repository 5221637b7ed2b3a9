import type { Cloud } from '../cloud.js';
import { formatError, functionError, validationError } from './errors.js';
import type { ResourceRecord, StackModel } from './records.js';
import { checkTemplate } from './template/check.js';
import { type Dependencies, dependenciesOf, ordered } from './template/graph.js';
import { asFunction, isObject, type Json, type JsonObject } from './template/json.js';
import { parameterReference } from './template/parameters.js';
import { parseTemplate } from './template/parse.js';
import { references } from './template/references.js';
import { resolve, resolveCondition } from './template/resolve.js';
import { KNOWN_AFTER_APPLY, NO_VALUE, type Scope } from './template/scope.js';
import type { OutputDefinition, ResourceDefinition, Template } from './template/template.js';

/** A template with its parameters and conditions settled: which resources there are, and in what order. */
export interface Rendering {
  template: Template;
  conditions: Record<string, boolean>;
  /** Resources whose condition holds; `Fn::If` inside them is still to be resolved. */
  resources: Record<string, ResourceDefinition>;
  outputs: Record<string, OutputDefinition>;
  graph: Dependencies;
  order: string[];
  /** A scope whose resources are seen through the given function. */
  scope(see: (logicalId: string) => SeenResource | undefined): Scope;
}

/** What functions see of a resource. */
export interface SeenResource {
  ref: Json;
  /** @throws AwsError where the type has no such attribute. */
  attribute(name: string): Json;
}

/** Where a rendering stands: which stack, and what of the cloud functions may ask for. */
export interface Surroundings {
  cloud: Cloud;
  stackId: string;
  stackName: string;
  zones: string[];
  exports: { name: string; value: string }[];
  /** Told of every import that is resolved. */
  imported?(name: string): void;
}

/**
 * @throws AwsError ValidationError for a template that CloudFormation would refuse with these parameters.
 */
export function render(model: StackModel, around: Surroundings): Rendering {
  const template = parseTemplate(model.templateBody);
  checkTemplate(template);
  const conditions: Record<string, boolean> = {};
  const scope = scopeOf(template, model, conditions, around, () => undefined);
  for (const name of Object.keys(template.conditions)) settle(name, template, conditions, scope, []);
  const kept = <T extends { Condition?: string }>(section: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(section).filter(
        ([, value]) => value.Condition === undefined || conditions[value.Condition],
      ),
    );
  const resources = kept(template.resources);
  const outputs = kept(template.outputs);
  const pruned = Object.fromEntries(
    Object.entries(resources).map(([name, definition]) => [
      name,
      { ...definition, Properties: prune(definition.Properties, conditions) as JsonObject },
    ]),
  );
  refuseAbsent(template, pruned, outputs, conditions);
  const blind = scopeOf(template, model, conditions, around, () => LATER);
  for (const definition of Object.values(pruned)) lookUp(definition.Properties, blind);
  for (const output of Object.values(outputs)) lookUp(prune(output.Value, conditions), blind);
  const graph = dependenciesOf(pruned);
  return {
    template,
    conditions,
    resources: pruned,
    outputs,
    graph,
    order: ordered(graph),
    scope: (see) => scopeOf(template, model, conditions, around, see),
  };
}

function settle(
  name: string,
  template: Template,
  conditions: Record<string, boolean>,
  scope: Scope,
  path: string[],
): boolean {
  const known = conditions[name];
  if (known !== undefined) return known;
  if (path.includes(name)) throw formatError(`Circular dependency between conditions: [${path.join(', ')}]`);
  const expression = template.conditions[name];
  if (expression === undefined) throw functionError(`unresolved condition dependency ${name} in Fn::If`);
  for (const reference of references(expression)) {
    if (reference.kind === 'Condition') settle(reference.name, template, conditions, scope, [...path, name]);
  }
  const value = resolveCondition(expression, scope);
  conditions[name] = value;
  return value;
}

/** The branch of each `Fn::If` that holds, so that the other branch's references do not count. */
function prune(value: Json, conditions: Record<string, boolean>): Json {
  if (Array.isArray(value)) return value.map((item) => prune(item, conditions));
  if (!isObject(value)) return value;
  const call = asFunction(value);
  if (call?.name === 'Fn::If' && Array.isArray(call.argument) && typeof call.argument[0] === 'string') {
    return prune(call.argument[conditions[call.argument[0]] ? 1 : 2] as Json, conditions);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, prune(item, conditions)]));
}

/** Mappings are looked up before anything is made (recorded: engine/test_mappings). */
function lookUp(value: Json, scope: Scope): void {
  if (Array.isArray(value)) {
    for (const item of value) lookUp(item, scope);
  } else if (isObject(value)) {
    if (asFunction(value)?.name === 'Fn::FindInMap') resolve(value, scope);
    else for (const item of Object.values(value)) lookUp(item, scope);
  }
}

/** A resource that is yet to be made. */
export const LATER: SeenResource = { ref: KNOWN_AFTER_APPLY, attribute: () => KNOWN_AFTER_APPLY };

/** A resource whose condition is false does not exist for the others (recorded: engine/test_conditions). */
function refuseAbsent(
  template: Template,
  resources: Record<string, ResourceDefinition>,
  outputs: Record<string, OutputDefinition>,
  conditions: Record<string, boolean>,
): void {
  const absent = (value: Json): string[] =>
    references(prune(value, conditions))
      .filter(({ kind, name }) => kind !== 'Condition' && name in template.resources && !(name in resources))
      .map(({ name }) => name);
  const inResources = Object.values(resources).flatMap((definition) => absent(definition.Properties));
  if (inResources.length > 0) {
    throw formatError(
      `Unresolved resource dependencies [${[...new Set(inResources)].join(', ')}] in the Resources block of the template`,
    );
  }
  const inOutputs = Object.values(outputs).flatMap((output) => absent(output.Value));
  if (inOutputs.length > 0) {
    throw validationError(
      `Unresolved resource dependencies [${[...new Set(inOutputs)].join(', ')}] in the Outputs block of the template`,
    );
  }
}

function scopeOf(
  template: Template,
  model: StackModel,
  conditions: Record<string, boolean>,
  around: Surroundings,
  see: (logicalId: string) => SeenResource | undefined,
): Scope {
  const { region, accountId } = around.cloud;
  const pseudo: Record<string, Json | typeof NO_VALUE> = {
    'AWS::AccountId': accountId,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': model.notificationArns,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': around.stackId,
    'AWS::StackName': around.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return {
    mappings: template.mappings,
    parameter(name) {
      if (name in pseudo) return pseudo[name];
      const definition = template.parameters[name];
      const value = model.parameters[name];
      return definition && value !== undefined ? parameterReference(definition, value) : undefined;
    },
    condition(name) {
      const value = conditions[name];
      if (value === undefined) throw functionError(`unresolved condition dependency ${name} in Fn::If`);
      return value;
    },
    ref: (logicalId) => see(logicalId)?.ref,
    attribute: (logicalId, attribute) => see(logicalId)?.attribute(attribute),
    importValue(name) {
      const found = around.exports.find((one) => one.name === name);
      if (!found) throw validationError(`No export named ${name} found`);
      around.imported?.(name);
      return found.value;
    },
    zones(wanted) {
      if (wanted !== '' && wanted !== region) {
        throw validationError(`Fn::GetAZs: the local cloud has one region, ${region}, not ${wanted}.`);
      }
      return around.zones;
    },
  };
}

/** A resource that exists, as the others see it. */
export function seenRecord(record: ResourceRecord): SeenResource {
  return {
    ref: record.ref ?? record.physicalId,
    attribute(name) {
      const value = attributeOf(record, name);
      if (value === undefined) {
        throw functionError(
          `resource ${record.logicalId} does not support attribute type ${name} in Fn::GetAtt`,
        );
      }
      return value;
    },
  };
}

/** Documented attributes first; then, as AWS's resource handlers do, the properties themselves. */
function attributeOf(record: ResourceRecord, name: string): Json | undefined {
  const direct = record.attributes[name] ?? record.properties[name];
  if (direct !== undefined) return direct;
  let value: Json | undefined = record.properties;
  for (const part of name.split('.')) value = isObject(value) ? value[part] : undefined;
  return value;
}
