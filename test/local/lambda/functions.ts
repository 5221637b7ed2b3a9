import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import type { TestCloud } from '../harness.js';
import { zipOf } from './zip-writer.js';

/** A role that a service may assume, allowed the actions on everything. @returns its ARN */
export async function makeRole(
  test: TestCloud,
  name: string,
  service: string,
  actions: string[],
): Promise<string> {
  const iam = new IAMClient(test.clientConfig);
  const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  if (actions.length > 0) {
    const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: 'test',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      }),
    );
  }
  return Role?.Arn ?? '';
}

/** Makes a function from the text of its index.js and waits until it is Active. */
export async function makeFunction(
  client: LambdaClient,
  name: string,
  role: string,
  code: string,
  options: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: role,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf({ 'index.js': code }) },
      ...options,
    }),
  );
  await waitUntilFunctionActiveV2(
    { client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { FunctionName: name },
  );
}

/** Invokes and reads the answer as JSON. */
export async function call(client: LambdaClient, name: string, event: unknown = {}) {
  const reply = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' }),
  );
  const text = Buffer.from(reply.Payload ?? []).toString('utf8');
  return {
    status: reply.StatusCode,
    error: reply.FunctionError,
    answer: text === '' ? undefined : JSON.parse(text),
    log: Buffer.from(reply.LogResult ?? '', 'base64').toString('utf8'),
  };
}
