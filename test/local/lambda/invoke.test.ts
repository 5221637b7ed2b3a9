import { InvokeCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { call, makeFunction, makeRole } from './functions.js';

let test: TestCloud;
let client: LambdaClient;
let role: string;

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts', 'lambda', 'kinesis', 'logs'] });
  client = new LambdaClient(test.clientConfig);
  role = await makeRole(test, 'runner', 'lambda.amazonaws.com', [
    'logs:*',
    'sts:GetCallerIdentity',
    'kinesis:*',
  ]);
});
afterAll(() => test.stop());

describe('a handler', () => {
  it('gets the event and the context, and is used again warm', async () => {
    const code = `let n = 0;
      exports.handler = async (event, context) => {
        n += 1;
        console.log('hello', { a: 1 });
        return { n, event, name: context.functionName, left: context.getRemainingTimeInMillis() > 1000, id: context.awsRequestId };
      };`;
    await makeFunction(client, 'warm', role, code);
    const first = await call(client, 'warm', { x: [1, 'é'] });
    const second = await call(client, 'warm', {});
    expect(first).toMatchObject({
      status: 200,
      answer: { n: 1, event: { x: [1, 'é'] }, name: 'warm', left: true },
    });
    expect(first.error).toBeUndefined();
    expect(second.answer.n).toBe(2);
    expect(first.log).toMatch(
      /^START RequestId: (\S+) Version: \$LATEST\n\S+Z\t\1\tINFO\thello \{ a: 1 \}\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: /,
    );
    expect(first.log).toContain('Init Duration');
    expect(second.log).not.toContain('Init Duration');
  });

  it('sees its own variables and its role, and nothing of the host', async () => {
    const code = `const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
      exports.handler = async () => ({
        keys: Object.keys(process.env).sort(),
        own: process.env.STREAM,
        arn: (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn,
      });`;
    await makeFunction(client, 'sees', role, code, { Environment: { Variables: { STREAM: 'orders' } } });
    process.env.WORKSHOP_SECRET_OF_HOST = 'x';
    const { answer } = await call(client, 'sees');
    expect(answer.own).toBe('orders');
    expect(answer.arn).toContain(':assumed-role/runner/sees');
    const strangers = answer.keys.filter(
      (key: string) => !/^(AWS_|LAMBDA_|_HANDLER$|HOME$|LANG$|TZ$|STREAM$)/.test(key),
    );
    expect(strangers).toEqual([]);
  });

  it('puts records into a stream through the client that its runtime brings along', async () => {
    await test.cloud.call('kinesis', 'CreateStream', { StreamName: 's', ShardCount: 1 });
    const code = `const { KinesisClient, PutRecordsCommand, DescribeStreamSummaryCommand } = require('@aws-sdk/client-kinesis');
      const kinesis = new KinesisClient({});
      exports.handler = async () => {
        while ((await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: 's' }))).StreamDescriptionSummary.StreamStatus !== 'ACTIVE');
        const Records = [1, 2, 3].map((n) => ({ PartitionKey: String(n), Data: Buffer.from('x' + n) }));
        return (await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records }))).FailedRecordCount;
      };`;
    await makeFunction(client, 'putter', role, code, { Timeout: 20 });
    expect((await call(client, 'putter')).answer).toBe(0);
  });

  it('answers by callback up to nodejs22, and not in nodejs24', async () => {
    const code =
      'exports.handler = (event, context, callback) => setTimeout(() => callback(null, "called"), 5);';
    await makeFunction(client, 'callback22', role, code, { Runtime: 'nodejs22.x' });
    await makeFunction(client, 'callback24', role, code, { Runtime: 'nodejs24.x' });
    expect((await call(client, 'callback22')).answer).toBe('called');
    expect((await call(client, 'callback24')).answer.errorType).toBe('Runtime.CallbackHandlerDeprecated');
  });
});

describe('a failing handler', () => {
  it('is reported with its error, message and trace', async () => {
    const code =
      'class Broken extends Error { name = "Broken" } exports.handler = async () => { throw new Broken("no"); };';
    await makeFunction(client, 'throws', role, code);
    const { status, error, answer, log } = await call(client, 'throws');
    expect({ status, error }).toEqual({ status: 200, error: 'Unhandled' });
    expect(answer).toMatchObject({ errorType: 'Broken', errorMessage: 'no' });
    expect(answer.trace[0]).toBe('Broken: no');
    expect(log).toContain('\tERROR\tInvoke Error \t{"errorType":"Broken"');
  });

  it('is ended at its time-out, even in an endless loop, and the next invocation starts afresh', async () => {
    const code =
      'let n = 0; exports.handler = async (event) => { n += 1; if (event.hang) for (;;); return n; };';
    await makeFunction(client, 'hangs', role, code, { Timeout: 1 });
    expect((await call(client, 'hangs')).answer).toBe(1);
    const { error, answer, log } = await call(client, 'hangs', { hang: true });
    expect(error).toBe('Unhandled');
    expect(answer.errorType).toBe('Sandbox.Timedout');
    expect(answer.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/);
    expect(log).toContain('Task timed out after 1.00 seconds');
    expect((await call(client, 'hangs')).answer).toBe(1);
  });

  it('that exits, runs out of memory, or throws outside its promise ends only itself', async () => {
    await makeFunction(client, 'exits', role, 'exports.handler = async () => process.exit(3);');
    expect((await call(client, 'exits')).answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
    });
    await makeFunction(
      client,
      'eats',
      role,
      'exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); };',
      { Timeout: 60 },
    );
    expect((await call(client, 'eats')).answer.errorType).toBe('Runtime.OutOfMemory');
    await makeFunction(
      client,
      'leaks',
      role,
      'exports.handler = () => new Promise(() => setTimeout(() => { throw new TypeError("late"); }, 1));',
    );
    expect((await call(client, 'leaks')).answer).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'late',
    });
    await makeFunction(
      client,
      'rejects',
      role,
      'exports.handler = () => new Promise(() => { Promise.reject(new Error("r")); });',
    );
    expect((await call(client, 'rejects')).answer.errorType).toBe('Runtime.UnhandledPromiseRejection');
  });

  it('that cannot be loaded says why', async () => {
    const answers: Record<string, string> = {};
    const codes: Record<string, [string, string]> = {
      syntax: ['exports.handler = async () => {', 'index.handler'],
      missing: ['exports.other = 1;', 'index.handler'],
      module: ['', 'nothing.handler'],
      package: ['require("left-pad");', 'index.handler'],
    };
    for (const [name, [code, handler]] of Object.entries(codes)) {
      await makeFunction(client, `load-${name}`, role, code, { Handler: handler });
      answers[name] = (await call(client, `load-${name}`)).answer.errorType;
    }
    expect(answers).toEqual({
      syntax: 'Runtime.UserCodeSyntaxError',
      missing: 'Runtime.HandlerNotFound',
      module: 'Runtime.ImportModuleError',
      package: 'Runtime.ImportModuleError',
    });
  });
});

describe('invoking', () => {
  it('by event answers 202 and writes the log as the role', async () => {
    await test.cloud.call('logs', 'CreateLogGroup', { logGroupName: '/aws/lambda/event' });
    await makeFunction(
      client,
      'event',
      role,
      'exports.handler = async (e) => { console.error("seen", e.n); };',
    );
    const reply = await client.send(
      new InvokeCommand({ FunctionName: 'event', InvocationType: 'Event', Payload: '{"n":7}' }),
    );
    expect(reply.StatusCode).toBe(202);
    let messages: string[] = [];
    while (!messages.some((one) => one.startsWith('REPORT'))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const found = await test.cloud.call('logs', 'FilterLogEvents', { logGroupName: '/aws/lambda/event' });
      messages = (found.events ?? []).map((event: { message: string }) => event.message);
    }
    expect(messages.map((one) => one.split(/[ \t]/)[0]?.replace(/^\d.*/, 'TIME'))).toEqual([
      'START',
      'TIME',
      'END',
      'REPORT',
    ]);
    expect(messages[1]).toMatch(/\tERROR\tseen 7/);
  });

  it('holds the reserved concurrency, and 0 stops the function', async () => {
    const code =
      'exports.handler = async (e) => { await new Promise((r) => setTimeout(r, e.ms)); return 1; };';
    await makeFunction(client, 'single', role, code, { Timeout: 30 });
    await client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'single', ReservedConcurrentExecutions: 1 }),
    );
    const replies = await Promise.allSettled([1, 2, 3].map(() => call(client, 'single', { ms: 300 })));
    expect(replies.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const refused = replies.find((one) => one.status === 'rejected')?.reason;
    expect(refused).toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    expect((await call(client, 'single', { ms: 0 })).answer).toBe(1);
    await client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'single', ReservedConcurrentExecutions: 0 }),
    );
    await expect(call(client, 'single', { ms: 0 })).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
  });

  it('refuses a payload that is not JSON, and a function that is not there', async () => {
    await makeFunction(client, 'json', role, 'exports.handler = async () => 1;');
    const send = (FunctionName: string, Payload: string, InvocationType?: 'DryRun') =>
      client.send(
        new InvokeCommand({ FunctionName, Payload, ...(InvocationType ? { InvocationType } : {}) }),
      );
    await expect(send('json', 'nope')).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    await expect(send('nowhere', '{}')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await send('json', '{}', 'DryRun')).StatusCode).toBe(204);
  });
});
