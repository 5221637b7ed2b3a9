import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeRole } from '../lambda/functions.js';

describe('executions through the API', () => {
  let test: TestCloud;
  let roleArn: string;
  const client = () => new SFNClient(test.clientConfig);

  beforeAll(async () => {
    test = await startCloud({ services: ['iam', 'sts', 'states', 'sns'] });
    roleArn = await makeRole(test, 'machines', 'states.amazonaws.com', ['*']);
  });
  afterAll(() => test.stop());

  async function create(name: string, states: Record<string, object>, more: object = {}): Promise<string> {
    const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });
    const made = await client().send(new CreateStateMachineCommand({ name, definition, roleArn }));
    return made.stateMachineArn ?? '';
  }

  async function start(stateMachineArn: string, input = '{}'): Promise<string> {
    const started = await client().send(new StartExecutionCommand({ stateMachineArn, input }));
    return started.executionArn ?? '';
  }

  async function end(executionArn: string) {
    for (;;) {
      const found = await client().send(new DescribeExecutionCommand({ executionArn }));
      if (found.status !== 'RUNNING') return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const history = async (executionArn: string) =>
    (await client().send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];

  it("names a service's error, tries again with growing pauses, and catches it", async () => {
    const arn = await create('retries', {
      Publish: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sns:publish',
        Parameters: { TopicArn: 'arn:aws:sns:us-east-1:000000000000:missing', Message: 'm' },
        Retry: [
          { ErrorEquals: ['Sns.NotFoundException'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 },
        ],
        Catch: [{ ErrorEquals: ['States.TaskFailed'], ResultPath: '$.caught', Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', End: true },
    });
    const executionArn = await start(arn, '{"kept": 1}');
    const found = await end(executionArn);
    expect(found.status).toBe('SUCCEEDED');
    const output = JSON.parse(found.output ?? '');
    expect(output).toMatchObject({ kept: 1, caught: { Error: 'Sns.NotFoundException' } });
    expect(output.caught.Cause).toMatch(/\(Service: Sns, Status Code: 404, Request ID: \S+\)$/);
    const tries = (await history(executionArn)).filter((event) => event.type === 'TaskScheduled');
    const at = tries.map((event) => event.timestamp?.getTime() ?? 0);
    expect(tries).toHaveLength(3);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1000);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  it('takes up an execution where a restart left it, without running a finished state again', async () => {
    const arn = await create('resumes', {
      First: { Type: 'Pass', Assign: { seen: 7 }, Next: 'Waiting' },
      Waiting: { Type: 'Wait', Seconds: 2, Next: 'Last' },
      Last: { Type: 'Pass', Parameters: { 'seen.$': '$seen' }, End: true },
    });
    const executionArn = await start(arn);
    while ((await history(executionArn)).at(-1)?.type !== 'WaitStateEntered')
      await new Promise((resolve) => setTimeout(resolve, 20));
    await test.restart();
    const found = await end(executionArn);
    expect(found).toMatchObject({ status: 'SUCCEEDED', output: '{"seen":7}' });
    const types = (await history(executionArn)).map((event) => event.type);
    expect(types).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('pages a history, and reverses it', async () => {
    const arn = await create('pages', { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } });
    const executionArn = await start(arn);
    await end(executionArn);
    const ids: (number | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client().send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 4, nextToken, reverseOrder: true }),
      );
      expect(page.events?.length).toBeLessThanOrEqual(4);
      ids.push(...(page.events ?? []).map((event) => event.id));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(ids).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('merges a result into the whole input, whatever InputPath took of it', async () => {
    const arn = await create('merge', {
      A: { Type: 'Pass', InputPath: '$.in', Result: 1, ResultPath: '$.out', End: true },
    });
    const found = await end(await start(arn, '{"in":{"x":0},"beside":2}'));
    expect(JSON.parse(found.output ?? '')).toEqual({ in: { x: 0 }, beside: 2, out: 1 });
  });

  it('keeps the newest thousand executions that are done', async () => {
    const arn = await create('many', { A: { Type: 'Pass', End: true } });
    for (let batch = 0; batch < 21; batch += 1)
      await Promise.all(Array.from({ length: 50 }, () => start(arn)));
    await start(arn).then(end);
    expect(readdirSync(join(test.folder, 'states', 'executions')).length).toBeLessThanOrEqual(1001);
  });
});
