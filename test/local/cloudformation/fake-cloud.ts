import { join } from 'node:path';
import type { Cloud } from '../../../src/local/cloud.js';
import { createCloudFormationService } from '../../../src/local/cloudformation/index.js';
import type { ResourceRequest, ResourceType } from '../../../src/local/cloudformation/resources/type.js';
import { DurableDocument } from '../../../src/local/durable-document.js';
import { AwsError } from '../../../src/local/protocol/errors.js';
import type { RequestContext, Service } from '../../../src/local/service.js';
import { defaultSettings } from '../../../src/local/settings.js';

export interface Thing {
  id: string;
  owner: string;
  value: string;
}

/** A service of things, which outlives the CloudFormation that makes them. */
export class World {
  readonly things = new Map<string, Thing>();
  readonly log: string[] = [];
  private next = 1;
  /** Values that the service refuses. */
  readonly refused = new Set<string>();
  /** Ids that can't be deleted. */
  readonly stuck = new Set<string>();

  call(action: string, input: Record<string, string>): object {
    this.log.push(`${action} ${input.id ?? input.owner}`);
    if (action === 'Find')
      return { id: [...this.things.values()].find((one) => one.owner === input.owner)?.id };
    if (this.refused.has(String(input.value))) throw new AwsError('InvalidValue', `no ${input.value} here`);
    if (action === 'Make') {
      const id = input.id ?? `thing-${this.next++}`;
      if (this.things.has(id)) throw new AwsError('ThingAlreadyExists', `${id} exists`);
      this.things.set(id, { id, owner: input.owner as string, value: input.value as string });
      return { id };
    }
    const thing = this.things.get(input.id as string);
    if (!thing) throw new AwsError('ThingNotFound', 'no such thing');
    if (action === 'Change') thing.value = input.value as string;
    if (action === 'Delete') {
      if (this.stuck.has(thing.id)) throw new AwsError('ThingNotEmpty', `${thing.id} is not empty`);
      this.things.delete(thing.id);
    }
    return { ...thing };
  }
}

const owner = (request: ResourceRequest) => `${request.stackName}/${request.token}`;

/** A type whose ids the service gives; `Kind` can't be changed in place. */
const thing: ResourceType = {
  type: 'AWS::Test::Thing',
  properties: ['Value', 'Link'],
  createOnly: ['Kind'],
  attributes: ['Id', 'Value'],
  async create(request) {
    return (
      await request.call('things', 'Make', { owner: owner(request), value: request.properties.Value ?? '' })
    ).id;
  },
  async find(request) {
    return (await request.call('things', 'Find', { owner: owner(request) })).id;
  },
  async read(request) {
    return { Id: (await request.call('things', 'Read', { id: request.physicalId })).id };
  },
  async update(request) {
    await request.call('things', 'Change', { id: request.physicalId, value: request.properties.Value ?? '' });
  },
  async remove(request) {
    await request.call('things', 'Delete', { id: request.physicalId });
  },
};

/** A type with names of its own. */
const named: ResourceType = {
  ...thing,
  type: 'AWS::Test::Named',
  createOnly: ['Kind', 'Name'],
  name: { property: 'Name', maximum: 40 },
  async create(request) {
    const input = { id: request.name, owner: owner(request), value: request.properties.Value ?? '' };
    return (await request.call('things', 'Make', input)).id;
  },
};

export const types = new Map([thing, named].map((type) => [type.type, type] as const));

export interface FakeOptions {
  /** Before each call of a service: throw, or hang, to play a kill. `after` runs once the call has had its effect. */
  before?: () => Promise<void> | void;
  after?: () => Promise<void> | void;
}

/** CloudFormation on a folder, over a world of things. */
export function cloudFormationOn(folder: string, world: World, options: FakeOptions = {}): Service {
  const cloud = {
    name: 'test',
    accountId: '123456789012',
    region: 'us-east-1',
    folder,
    settings: defaultSettings,
    endpoint: 'http://127.0.0.1:0',
    log: (line: string) => {
      throw new Error(line);
    },
    document: <T extends object>(name: string, initial: T) =>
      new DurableDocument(join(folder, `${name}.json`), initial),
    async call(service: string, action: string, input: object) {
      await options.before?.();
      if (service !== 'things') throw new Error(`no ${service} here`);
      const reply = world.call(action, input as Record<string, string>);
      await options.after?.();
      return reply;
    },
  } as unknown as Cloud;
  return createCloudFormationService(cloud, types);
}

const CONTEXT = {
  caller: { accessKeyId: '', arn: '' },
  requestId: '',
  region: 'us-east-1',
} as unknown as RequestContext;

/** Calls an action as the server would. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it needs of the reply.
export async function call(service: Service, action: string, input: object): Promise<any> {
  return service.actions[action]?.(input, CONTEXT);
}

/** The stack once it rests. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it needs of the reply.
export async function rest(service: Service, stack: string): Promise<any> {
  for (;;) {
    const { Stacks } = await call(service, 'DescribeStacks', { StackName: stack });
    if (!/IN_PROGRESS$/.test(Stacks[0].StackStatus)) return Stacks[0];
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** `[logical id, status]` of every event, oldest first; the stack itself is 'Stack'. */
export async function story(service: Service, stack: string): Promise<[string, string][]> {
  const { StackEvents } = await call(service, 'DescribeStackEvents', { StackName: stack });
  return StackEvents.reverse().map((event: Record<string, string>) => [
    event.ResourceType === 'AWS::CloudFormation::Stack' ? 'Stack' : event.LogicalResourceId,
    event.ResourceStatus,
  ]);
}

/** A template of things: `{A: {Value: …}}`; a member `Type` or `DependsOn` goes where it belongs. */
export function things(resources: Record<string, Record<string, unknown>>, rest: object = {}): string {
  const Resources = Object.fromEntries(
    Object.entries(resources).map(
      ([name, { Type, DependsOn, DeletionPolicy, UpdateReplacePolicy, ...Properties }]) => [
        name,
        {
          Type: Type ?? 'AWS::Test::Thing',
          Properties,
          ...(DependsOn !== undefined && { DependsOn }),
          ...(DeletionPolicy !== undefined && { DeletionPolicy }),
          ...(UpdateReplacePolicy !== undefined && { UpdateReplacePolicy }),
        },
      ],
    ),
  );
  return JSON.stringify({ Resources, ...rest });
}
