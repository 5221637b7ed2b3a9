import { validationError } from './errors.js';
import type { ChangeSetRecord, StackModel, StackRecord, Tag } from './records.js';
import type { Rendering } from './rendering.js';
import { requireCapabilities } from './template/capabilities.js';
import { type GivenParameter, parameterValues } from './template/parameters.js';
import { parseTemplate } from './template/parse.js';

/** Source: AWS CloudFormation User Guide, 'Understand CloudFormation quotas': a template in a request, in bytes. */
const MAXIMUM_BODY = 51_200;

/** The members by which CreateStack, UpdateStack and CreateChangeSet say what a stack shall be. */
export interface ModelInput {
  StackName?: string;
  TemplateBody?: string;
  TemplateURL?: string;
  UsePreviousTemplate?: boolean;
  Parameters?: GivenParameter[];
  Capabilities?: string[];
  Tags?: { Key?: string; Value?: string }[];
  NotificationARNs?: string[];
  RoleARN?: string;
  ResourceTypes?: string[];
  RollbackConfiguration?: {
    RollbackTriggers?: { Arn?: string; Type?: string }[];
    MonitoringTimeInMinutes?: number;
  };
  StackPolicyBody?: string;
  StackPolicyURL?: string;
  StackPolicyDuringUpdateBody?: string;
  StackPolicyDuringUpdateURL?: string;
}

/**
 * The text of a request's template.
 * @throws AwsError ValidationError (recorded: api/test_update_stack test_no_template_error).
 */
export function templateBody(input: ModelInput, previous?: string): string {
  if (input.UsePreviousTemplate) {
    if (previous !== undefined) return previous;
    throw validationError('UsePreviousTemplate is not allowed for a stack that has no template yet.');
  }
  if (input.TemplateURL !== undefined && input.TemplateURL !== '') {
    throw validationError('The local cloud does not support TemplateURL; send the template as TemplateBody.');
  }
  const body = input.TemplateBody;
  if (body === undefined || body === '')
    throw validationError('Either Template URL or Template Body must be specified.');
  if (Buffer.byteLength(body, 'utf8') > MAXIMUM_BODY) {
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAXIMUM_BODY}`,
    );
  }
  return body;
}

/**
 * What a stack shall be, by a request; what an update does not name stays as it is.
 * @throws AwsError ValidationError, InsufficientCapabilitiesException
 */
export function modelOf(input: ModelInput, previous?: StackModel): StackModel {
  refuseUnsupported(input);
  const body = templateBody(input, previous?.templateBody);
  const template = parseTemplate(body);
  const allowed = input.ResourceTypes;
  if (allowed && allowed.length > 0) {
    for (const { Type } of Object.values(template.resources)) {
      if (!allowed.some((pattern) => matches(pattern, Type))) {
        throw validationError(
          `Resource type ${Type} is not allowed by parameter ResourceTypes [${allowed.join(', ')}]`,
        );
      }
    }
  }
  const parameters = parameterValues(template, input.Parameters ?? [], previous?.parameters);
  requireCapabilities(template, input.Capabilities ?? []);
  const roleArn = input.RoleARN ?? previous?.roleArn;
  return {
    templateBody: body,
    parameters,
    tags: input.Tags === undefined ? (previous?.tags ?? []) : tagsOf(input.Tags),
    capabilities: input.Capabilities ?? [],
    notificationArns: [],
    ...(roleArn !== undefined && { roleArn }),
  };
}

function matches(pattern: string, type: string): boolean {
  if (!pattern.endsWith('*')) return pattern === type;
  return pattern.endsWith('::*') && type.startsWith(pattern.slice(0, -1));
}

function tagsOf(tags: { Key?: string; Value?: string }[]): Tag[] {
  if (tags.length > 50) throw validationError('The stack can have at most 50 tags.');
  for (const { Key } of tags) {
    if (Key?.startsWith('aws:')) throw validationError(`Tag key ${Key} must not start with 'aws:'.`);
  }
  return tags.map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }));
}

function refuseUnsupported(input: ModelInput): void {
  if ((input.NotificationARNs ?? []).length > 0) {
    throw validationError('The local cloud does not support NotificationARNs of a stack.');
  }
  for (const trigger of input.RollbackConfiguration?.RollbackTriggers ?? []) {
    if (trigger.Type !== 'AWS::CloudWatch::Alarm' && trigger.Type !== 'AWS::CloudWatch::CompositeAlarm') {
      throw validationError('Rollback Trigger Type not supported');
    }
    if (!/:alarm:.+/.test(trigger.Arn ?? '')) {
      throw validationError("RelativeId of a Rollback Trigger's ARN is incorrect");
    }
    throw validationError('The local cloud does not support RollbackTriggers.');
  }
  for (const key of [
    'StackPolicyBody',
    'StackPolicyURL',
    'StackPolicyDuringUpdateBody',
    'StackPolicyDuringUpdateURL',
  ] as const) {
    if (input[key]) throw validationError(`The local cloud does not support ${key}.`);
  }
}

const STACK_NAME = /^[a-zA-Z][-a-zA-Z0-9]*$/;

/** @throws AwsError ValidationError in the words recorded in api/test_stacks test_stack_name_creation. */
export function checkStackName(name: string): void {
  if (!STACK_NAME.test(name)) {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*`,
    );
  }
  if (name.length > 128) {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128`,
    );
  }
}

const UPDATABLE = new Set([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
]);

/** @throws AwsError ValidationError 'Stack:<id> is in ROLLBACK_COMPLETE state and can not be updated.' */
export function requireUpdatable(stack: StackRecord): void {
  if (stack.operation || !UPDATABLE.has(stack.status)) {
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
  }
}

/** Whether an update would do anything at all: template, values or tags differ. */
export function changesAnything(
  stack: StackRecord,
  model: StackModel,
  before: Rendering,
  after: Rendering,
): boolean {
  if (stack.status === 'UPDATE_FAILED' || stack.status === 'CREATE_FAILED') return true;
  const view = (rendering: Rendering, one: StackModel) =>
    JSON.stringify([
      rendering.resources,
      rendering.outputs,
      rendering.template.mappings,
      one.parameters,
      one.tags,
    ]);
  return view(before, stack.model) !== view(after, model);
}

/** A logical id keeps its type. @throws AwsError ValidationError */
export function refuseTypeChanges(before: Rendering, after: Rendering): void {
  const changed = Object.keys(after.resources).filter((name) => {
    const old = before.resources[name];
    return old !== undefined && old.Type !== after.resources[name]?.Type;
  });
  if (changed.length > 0) {
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
    );
  }
}

/** One page of a list. Tokens are positions, so that a page after a change skips or repeats at most what changed. */
export function page<T>(items: T[], token: string | undefined, size: number): { items: T[]; next?: string } {
  const start = token === undefined ? 0 : Number.parseInt(token, 10);
  if (!Number.isInteger(start) || start < 0) throw validationError(`NextToken is invalid: ${token}`);
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length && { next: String(end) }) };
}

/** A change set by ARN, or by name and stack. */
export function findChangeSet(
  changeSets: ChangeSetRecord[],
  stack: StackRecord | undefined,
  nameOrId: string,
): ChangeSetRecord | undefined {
  if (nameOrId.startsWith('arn:')) return changeSets.find((one) => one.id === nameOrId);
  return changeSets.find((one) => one.stackId === stack?.id && one.name === nameOrId);
}
