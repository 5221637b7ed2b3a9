import type { CallAs, Cloud } from './cloud.js';
import type { AwsError } from './protocol/errors.js';
import { modelOf, type Reference, type ServiceModel, structureOf } from './protocol/model.js';

/** What `aws-sdk:<name>` means: a service of this cloud, and the prefix that its errors carry in Step Functions. */
const SERVICES: Record<string, [id: string, prefix: string]> = {
  cloudformation: ['cloudformation', 'CloudFormation'],
  cloudwatchlogs: ['logs', 'CloudWatchLogs'],
  ec2: ['ec2', 'Ec2'],
  grafana: ['grafana', 'Grafana'],
  iam: ['iam', 'Iam'],
  kinesis: ['kinesis', 'Kinesis'],
  lambda: ['lambda', 'Lambda'],
  redshift: ['redshift', 'Redshift'],
  redshiftdata: ['redshift-data', 'RedshiftData'],
  s3: ['s3', 'S3'],
  scheduler: ['scheduler', 'Scheduler'],
  secretsmanager: ['secretsmanager', 'SecretsManager'],
  sfn: ['states', 'Sfn'],
  sns: ['sns', 'Sns'],
  sts: ['sts', 'Sts'],
};

/** One action of the AWS SDK as Step Functions' SDK integrations and Scheduler's universal targets name it. */
export interface SdkAction {
  /** The service's SigV4 name. */
  service: string;
  /** The action in the API's own case, `ExecuteStatement`. */
  action: string;
  /** How errors of the service begin: `RedshiftData`. */
  prefix: string;
  model: ServiceModel;
}

/** The action behind `aws-sdk:redshiftdata:executeStatement`; undefined when the local cloud has no such action. */
export function sdkAction(sdkService: string, action: string): SdkAction | undefined {
  const known = Object.hasOwn(SERVICES, sdkService) ? SERVICES[sdkService] : undefined;
  const model = known && modelOf(known[0]);
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  if (!known || !model?.operations[name]) return undefined;
  return { service: known[0], action: name, prefix: known[1], model };
}

/**
 * Calls an action with PascalCase parameters and answers PascalCase members, as the SDK integrations do (step-functions
 * /latest/dg/supported-services-awssdk): timestamps are ISO 8601 text, blobs are text, and JSON given where the API has
 * text is serialised.
 * @param token what an idempotency token is that the parameters leave out; without it a random one
 * @throws AwsError as the service answered.
 */
export async function callSdkAction(
  cloud: Cloud,
  target: SdkAction,
  parameters: object,
  as: CallAs,
  token?: string,
): Promise<unknown> {
  const operation = target.model.operations[target.action];
  const input = toMembers(target.model, operation?.input ?? 'unit', parameters);
  const tokens = token === undefined ? {} : idempotencyTokens(target, token);
  const reply = await cloud.call(target.service, target.action, { ...tokens, ...(input as object) }, as);
  return fromMembers(target.model, operation?.output ?? 'unit', reply) ?? {};
}

function idempotencyTokens({ model, action }: SdkAction, token: string): Record<string, string> {
  const { members } = structureOf(model, model.operations[action]?.input ?? 'unit');
  const names = Object.keys(members).filter((name) => members[name]?.[1]?.idempotencyToken);
  return Object.fromEntries(names.map((name) => [name, token]));
}

/** The name that Step Functions gives to an error of a service; one that the API's model does not know is the service's own. */
export function sdkErrorName(target: SdkAction, error: AwsError): string {
  if (!target.model.errors[error.code]) return `${target.prefix}.${target.prefix}Exception`;
  return `${target.prefix}.${error.code.endsWith('Exception') ? error.code : `${error.code}Exception`}`;
}

function toMembers(model: ServiceModel, reference: Reference, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (reference.startsWith('blob'))
    return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  if (reference.startsWith('timestamp')) return new Date(value as string | number);
  if (reference === 'string') return typeof value === 'string' ? value : JSON.stringify(value);
  const shape = model.shapes[reference];
  if (!shape || typeof value !== 'object') return value;
  if (shape.type === 'list') {
    return Array.isArray(value) ? value.map((item) => toMembers(model, shape.of[0], item)) : value;
  }
  if (shape.type === 'map') return mapValues(value, (item) => toMembers(model, shape.of[0], item));
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = shape.members[key] ? key : key.charAt(0).toLowerCase() + key.slice(1);
    const member = shape.members[name];
    if (!member) throw unknownMember(key);
    result[name] = toMembers(model, member[0], item);
  }
  return result;
}

function fromMembers(model: ServiceModel, reference: Reference, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  const shape = model.shapes[reference];
  if (!shape || typeof value !== 'object') return value;
  if (shape.type === 'list')
    return (value as unknown[]).map((item) => fromMembers(model, shape.of[0], item) ?? null);
  if (shape.type === 'map') return mapValues(value, (item) => fromMembers(model, shape.of[0], item));
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const item = fromMembers(model, member[0], (value as Record<string, unknown>)[name]);
    if (item !== undefined) result[name.charAt(0).toUpperCase() + name.slice(1)] = item;
  }
  return result;
}

function mapValues(value: object, change: (item: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}

/** A parameter that the API does not have; Step Functions fails such a task with States.Runtime. */
export class UnknownParameter extends Error {}

function unknownMember(key: string): UnknownParameter {
  return new UnknownParameter(`The field "${key}" is not supported by Step Functions`);
}
