import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { zipOf } from '../../local/lambda/zip-writer.js';
import { replyOf } from '../recorded-cases.js';

type Reply = Record<string, unknown>;

export const code = (text = 'exports.handler = async () => 1;') => zipOf({ 'index.js': text });

let count = 0;

/** What the scenarios share: a client, a role, and functions made on demand. */
export class Stage {
  readonly client: LambdaClient;
  readonly role: string;
  readonly account: string;

  constructor(client: LambdaClient, role: string, account: string) {
    this.client = client;
    this.role = role;
    this.account = account;
  }

  newName(): string {
    count += 1;
    return `function-${count}`;
  }

  arn(name: string): string {
    return `arn:aws:lambda:us-east-1:${this.account}:function:${name}`;
  }

  /** The client's types tie each command to its own reply; here they are all compared as JSON. */
  send(command: object): Promise<Reply> {
    return replyOf(this.client.send(command as never) as unknown as Promise<object>).then(unfolded);
  }

  create(name: string, more: Partial<CreateFunctionCommandInput> = {}): Promise<Reply> {
    const input = {
      FunctionName: name,
      Role: this.role,
      Runtime: 'nodejs22.x' as const,
      Handler: 'index.handler',
      Code: { ZipFile: code() },
      ...more,
    };
    return this.send(new CreateFunctionCommand(input));
  }

  /** Makes a function and waits until it may be changed. @returns its name */
  async made(more: Partial<CreateFunctionCommandInput> = {}): Promise<string> {
    const name = this.newName();
    await this.create(name, more);
    await this.settled(name);
    return name;
  }

  async settled(name: string): Promise<void> {
    for (;;) {
      const found = await this.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      if (found.State === 'Active' && found.LastUpdateStatus !== 'InProgress') return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  get(name: string, Qualifier?: string): Promise<Reply> {
    return this.send(new GetFunctionCommand({ FunctionName: name, ...(Qualifier ? { Qualifier } : {}) }));
  }

  remove(name: string): Promise<Reply> {
    return this.send(new DeleteFunctionCommand({ FunctionName: name }));
  }
}

/** Policies are JSON in text; the recording shows them as JSON. */
function unfolded(reply: Reply): Reply {
  const result = { ...reply };
  for (const member of ['Policy', 'Statement']) {
    if (typeof result[member] === 'string') result[member] = JSON.parse(result[member]);
  }
  return result;
}

/**
 * A recording as this cloud can meet it: recorded with Python, where here is Node; wrapped by the test's own helper; with
 * the presigned address of AWS's bucket, which is absent here.
 */
export function adapted(replies: Reply): Reply {
  return Object.fromEntries(Object.entries(replies).map(([label, reply]) => [label, asReply(nodeOf(reply))]));
}

/** One family of cases shows an error without its envelope, the sentences of a validation error as a list. */
function asReply(reply: unknown): unknown {
  const { Code, Errors, Message } = reply as { Code?: unknown; Errors?: string[]; Message?: string };
  if (typeof Code !== 'string') return reply;
  const count = Errors && `${Errors.length} validation error${Errors.length === 1 ? '' : 's'} detected: `;
  return { Error: { Code, Message: Errors ? count + Errors.join('; ') : Message } };
}

function nodeOf(recorded: unknown): unknown {
  if (typeof recorded === 'string') {
    const names: Record<string, string> = {
      'python3.12': 'nodejs22.x',
      'python3.11': 'nodejs20.x',
      'python3.9': 'nodejs22.x',
      'handler.handler': 'index.handler',
    };
    return names[recorded] ?? recorded;
  }
  if (Array.isArray(recorded)) return recorded.map(nodeOf);
  if (typeof recorded !== 'object' || recorded === null) return recorded;
  if ('CreateFunctionResponse' in recorded) return nodeOf(recorded.CreateFunctionResponse);
  const members = Object.entries(recorded).filter(
    ([name, value]) => !(name === 'Location' && value === '<location>'),
  );
  const result = Object.fromEntries(members.map(([name, value]) => [name, nodeOf(value)]));
  return 'CodeSha256' in result && 'Handler' in result ? { ...sinceThen, ...result } : result;
}

/** Members of a configuration that recordings of 2022 do not know yet. */
const sinceThen = {
  LoggingConfig: { LogFormat: 'Text', LogGroup: '<log-group>' },
  RuntimeVersionConfig: { RuntimeVersionArn: '<runtime-version>' },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
};

/** The settings that a recorded configuration was made with. */
export function settingsOf(recorded: unknown): Partial<CreateFunctionCommandInput> {
  const { Description, MemorySize, Timeout, Environment, Runtime, LoggingConfig } =
    recorded as CreateFunctionCommandInput;
  const environment = Environment && {
    Variables: Object.fromEntries(
      Object.entries(Environment.Variables ?? {}).map(([key, value]) => [
        key,
        value.includes('<') ? 'x' : value,
      ]),
    ),
  };
  return {
    ...(Description === undefined ? {} : { Description }),
    ...(MemorySize === undefined ? {} : { MemorySize }),
    ...(Timeout === undefined ? {} : { Timeout }),
    ...(environment === undefined ? {} : { Environment: environment }),
    ...(Runtime === undefined ? {} : { Runtime }),
    ...(LoggingConfig?.LogFormat === 'JSON' ? { LoggingConfig: { LogFormat: 'JSON' as const } } : {}),
  };
}
