import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeFunction, makeRole } from '../lambda/functions.js';

let test: TestCloud;
let scheduler: () => SchedulerClient;
let roleArn: string;
let topics: string;

/** Names of functions that ran: each invocation tags its function with what it was given. */
async function tagsOf(name: string): Promise<Record<string, string>> {
  const arn = `arn:aws:lambda:us-east-1:${test.cloud.accountId}:function:${name}`;
  return (await test.cloud.call('lambda', 'ListTags', { Resource: arn })).Tags;
}

async function until<T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function scheduleOf(
  name: string,
  options: Partial<CreateScheduleCommandInput> = {},
): CreateScheduleCommandInput {
  return {
    Name: name,
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: topics,
      RoleArn: roleArn,
      Input: '{"at":"<aws.scheduler.scheduled-time>","n":"<aws.scheduler.attempt-number>"}',
    },
    ...options,
  };
}

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts', 'lambda', 'scheduler'] });
  scheduler = () => new SchedulerClient(test.clientConfig);
  roleArn = await makeRole(test, 'schedules', 'scheduler.amazonaws.com', ['lambda:*', 'iam:PassRole']);
  const runner = await makeRole(test, 'runner', 'lambda.amazonaws.com', ['lambda:TagResource']);
  const code = `const { LambdaClient, TagResourceCommand } = require('@aws-sdk/client-lambda');
    exports.handler = (event, context) => new LambdaClient({}).send(new TagResourceCommand({ Resource: context.invokedFunctionArn, Tags: event }));`;
  await makeFunction(new LambdaClient(test.clientConfig), 'tags', runner, code, { Timeout: 20 });
  topics = `arn:aws:lambda:us-east-1:${test.cloud.accountId}:function:tags`;
}, 60_000);
afterAll(() => test.stop());

describe('a rate', () => {
  it('runs at once when it is made, and not when it is made disabled', async () => {
    await scheduler().send(new CreateScheduleCommand(scheduleOf('now')));
    const tags = await until(
      () => tagsOf('tags'),
      (all) => all.at !== undefined,
    );
    expect(tags).toEqual({ at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/), n: '1' });
    await scheduler().send(new DeleteScheduleCommand({ Name: 'now' }));
  });

  it('runs at once when it is switched on, and a change of its target keeps its beat', async () => {
    const Target = { Arn: topics, RoleArn: roleArn, Input: '{"switched":"on"}' };
    await scheduler().send(new CreateScheduleCommand(scheduleOf('switch', { State: 'DISABLED', Target })));
    expect((await tagsOf('tags')).switched).toBeUndefined();
    await scheduler().send(new UpdateScheduleCommand(scheduleOf('switch', { State: 'ENABLED', Target })));
    await until(
      () => tagsOf('tags'),
      (all) => all.switched === 'on',
    );
    const changed = { ...Target, Input: '{"switched":"again"}' };
    await scheduler().send(
      new UpdateScheduleCommand(scheduleOf('switch', { State: 'ENABLED', Target: changed })),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await tagsOf('tags')).switched).toBe('on');
    await scheduler().send(new DeleteScheduleCommand({ Name: 'switch' }));
  });

  it('keeps its beat over a restart, without a burst', async () => {
    const Target = { Arn: topics, RoleArn: roleArn, Input: '{"restarted":"<aws.scheduler.execution-id>"}' };
    await scheduler().send(new CreateScheduleCommand(scheduleOf('beat', { Target })));
    const first = (
      await until(
        () => tagsOf('tags'),
        (all) => all.restarted !== undefined,
      )
    ).restarted;
    await test.restart();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await tagsOf('tags')).restarted).toBe(first);
    const { State, ScheduleExpression } = await scheduler().send(new GetScheduleCommand({ Name: 'beat' }));
    expect({ State, ScheduleExpression }).toEqual({ State: 'ENABLED', ScheduleExpression: 'rate(1 minute)' });
    await scheduler().send(new DeleteScheduleCommand({ Name: 'beat' }));
  });
});

describe('a universal target', () => {
  it('calls any action of the cloud, once, and its schedule goes when it is done', async () => {
    const at = new Date(Date.now() + 1500).toISOString().slice(0, 19);
    await scheduler().send(
      new CreateScheduleCommand(
        scheduleOf('once', {
          ScheduleExpression: `at(${at})`,
          ActionAfterCompletion: 'DELETE',
          Target: {
            Arn: 'arn:aws:scheduler:::aws-sdk:lambda:tagResource',
            RoleArn: roleArn,
            Input: JSON.stringify({ Resource: topics, Tags: { universal: 'yes' } }),
          },
        }),
      ),
    );
    await until(
      () => tagsOf('tags'),
      (all) => all.universal === 'yes',
    );
    await expect(scheduler().send(new GetScheduleCommand({ Name: 'once' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Schedule once does not exist.',
    });
  });
});

describe('a schedule', () => {
  it('reads back as it was made, with the defaults that AWS shows', async () => {
    await scheduler().send(
      new CreateScheduleCommand(
        scheduleOf('read', {
          State: 'DISABLED',
          Description: 'd',
          ScheduleExpression: 'cron(0 9 ? * MON *)',
        }),
      ),
    );
    const reply = await scheduler().send(new GetScheduleCommand({ Name: 'read' }));
    expect(reply).toMatchObject({
      Arn: `arn:aws:scheduler:us-east-1:${test.cloud.accountId}:schedule/default/read`,
      GroupName: 'default',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'NONE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 } },
    });
    const list = await scheduler().send(new ListSchedulesCommand({ NamePrefix: 'rea' }));
    expect(list.Schedules?.map((one) => one.Name)).toEqual(['read']);
    await expect(scheduler().send(new CreateScheduleCommand(scheduleOf('read')))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Schedule read already exists.',
    });
  });

  it("is refused by name when the target is not of this cloud, or the role is not the scheduler's", async () => {
    const send = (target: object) =>
      scheduler().send(
        new CreateScheduleCommand(
          scheduleOf('bad', { Target: { Arn: topics, RoleArn: roleArn, ...target } }),
        ),
      );
    await expect(send({ Arn: 'arn:aws:sqs:us-east-1:111111111111:q' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('sqs'),
    });
    await expect(send({ Arn: 'arn:aws:scheduler:::aws-sdk:kinesis:explode' })).rejects.toMatchObject({
      message: expect.stringContaining('knows no kinesis:explode'),
    });
    await expect(send({ RoleArn: roleArn.replace('schedules', 'runner') })).rejects.toMatchObject({
      message: 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    });
  });
});
