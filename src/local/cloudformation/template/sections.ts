import { formatError, validationError } from '../errors.js';
import { isObject, type Json } from './json.js';
import type {
  OutputDefinition,
  ParameterDefinition,
  RemovalPolicy,
  ResourceDefinition,
  Template,
} from './template.js';

const ALPHANUMERIC = /^[A-Za-z0-9]+$/;
const POLICIES = new Set(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']);
const RESOURCE_KEYS = new Set([
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
]);
/** Real attributes of a resource that the engine does not act on. */
const UNSUPPORTED_RESOURCE_KEYS = new Set(['CreationPolicy', 'UpdatePolicy']);

export function readResources(section: Json | undefined): Record<string, ResourceDefinition> {
  if (section === undefined || (isObject(section) && Object.keys(section).length === 0)) {
    throw formatError('At least one Resources member must be defined.');
  }
  if (!isObject(section)) throw formatError('Resources section must be an object.');
  const resources: Record<string, ResourceDefinition> = {};
  for (const [name, value] of Object.entries(section)) {
    if (!ALPHANUMERIC.test(name)) throw formatError(`Resource name ${name} is non alphanumeric.`);
    resources[name] = readResource(name, value);
  }
  return resources;
}

function readResource(name: string, value: Json): ResourceDefinition {
  if (!isObject(value)) throw formatError('Any Resources member must be an object.');
  for (const key of Object.keys(value)) {
    if (UNSUPPORTED_RESOURCE_KEYS.has(key)) {
      throw validationError(`The local cloud does not support '${key}' of resource ${name}.`);
    }
    if (!RESOURCE_KEYS.has(key)) throw validationError(`Invalid template resource property '${key}'`);
  }
  if (typeof value.Type !== 'string') {
    throw formatError(`[/Resources/${name}] Every Resources object must contain a Type member.`);
  }
  if (value.Properties !== undefined && !isObject(value.Properties)) {
    throw formatError(`[/Resources/${name}/Properties] Properties must be an object.`);
  }
  if (value.Condition !== undefined && typeof value.Condition !== 'string') {
    throw formatError(`Every Condition member must be a string.`);
  }
  const deletionPolicy = policy(name, 'DeletionPolicy', value.DeletionPolicy);
  const updateReplacePolicy = policy(name, 'UpdateReplacePolicy', value.UpdateReplacePolicy);
  return {
    Type: value.Type,
    Properties: value.Properties ?? {},
    DependsOn: dependsOn(value.DependsOn),
    ...(value.Condition !== undefined && { Condition: value.Condition }),
    ...(deletionPolicy && { DeletionPolicy: deletionPolicy }),
    ...(updateReplacePolicy && { UpdateReplacePolicy: updateReplacePolicy }),
    ...(value.Metadata !== undefined && { Metadata: value.Metadata }),
  };
}

function dependsOn(value: Json | undefined): string[] {
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (!list.every((item): item is string => typeof item === 'string')) {
    throw formatError('Every DependsOn value must be a string or a list of strings.');
  }
  return list;
}

function policy(name: string, key: string, value: Json | undefined): RemovalPolicy | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !POLICIES.has(value)) {
    throw formatError(`Unrecognized ${key} ${JSON.stringify(value)} for resource ${name}`);
  }
  return value as RemovalPolicy;
}

export function readOutputs(section: Json | undefined): Record<string, OutputDefinition> {
  if (section === undefined) return {};
  if (!isObject(section)) throw formatError('Outputs section must be an object.');
  const outputs: Record<string, OutputDefinition> = {};
  for (const [name, value] of Object.entries(section)) {
    if (!ALPHANUMERIC.test(name)) throw formatError(`Output name ${name} is non alphanumeric.`);
    if (!isObject(value) || value.Value === undefined) {
      throw formatError('Every Outputs member must contain a Value object');
    }
    if (value.Export !== undefined && (!isObject(value.Export) || value.Export.Name === undefined)) {
      throw formatError(`[/Outputs/${name}/Export] Every Export member must contain a Name.`);
    }
    outputs[name] = value as unknown as OutputDefinition;
  }
  return outputs;
}

export function readMappings(section: Json | undefined): Template['mappings'] {
  if (section === undefined) return {};
  if (!isObject(section)) throw formatError('Mappings section must be an object.');
  for (const value of Object.values(section)) {
    if (!isObject(value)) throw formatError('Every Mappings member must be a map');
    for (const [key, inner] of Object.entries(value)) {
      if (!isObject(inner)) throw formatError(`Every Mappings member ${key} must be a map`);
      for (const leaf of Object.values(inner)) {
        if (
          isObject(leaf) ||
          (Array.isArray(leaf) && leaf.some((item) => isObject(item) || Array.isArray(item)))
        ) {
          throw formatError('Every Mappings attribute must be a String or a List.');
        }
      }
    }
  }
  return section as Template['mappings'];
}

export function readParameters(section: Json | undefined): Record<string, ParameterDefinition> {
  if (section === undefined) return {};
  if (!isObject(section)) throw formatError('Parameters section must be an object.');
  const parameters: Record<string, ParameterDefinition> = {};
  for (const [name, value] of Object.entries(section)) {
    if (!ALPHANUMERIC.test(name)) throw formatError(`Parameter name ${name} is non alphanumeric.`);
    if (!isObject(value) || typeof value.Type !== 'string') {
      throw formatError('Every Parameters object must contain a Type member.');
    }
    parameters[name] = {
      Type: value.Type,
      ...(value.Default !== undefined && { Default: text(value.Default) }),
      ...(value.NoEcho !== undefined && { NoEcho: String(value.NoEcho) === 'true' }),
      ...(Array.isArray(value.AllowedValues) && { AllowedValues: value.AllowedValues.map(text) }),
      ...strings(value, ['AllowedPattern', 'ConstraintDescription', 'Description']),
      ...numbers(value, ['MinLength', 'MaxLength', 'MinValue', 'MaxValue']),
    };
  }
  return parameters;
}

const text = (value: Json): string => (Array.isArray(value) ? value.map(text).join(',') : String(value));

function strings(value: Record<string, Json>, keys: string[]): Record<string, string> {
  return Object.fromEntries(
    keys.filter((key) => value[key] !== undefined).map((key) => [key, String(value[key])]),
  );
}

function numbers(value: Record<string, Json>, keys: string[]): Record<string, number> {
  return Object.fromEntries(
    keys.filter((key) => value[key] !== undefined).map((key) => [key, Number(value[key])]),
  );
}
