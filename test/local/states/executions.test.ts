import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeRole } from '../lambda/functions.js';
import { ended, historyOf, makeMachine, outline, start } from './machines.js';

let test: TestCloud;
let role: string;
const client = () => new SFNClient(test.clientConfig);

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts', 'secretsmanager', 'states'] });
  role = await makeRole(test, 'machines', 'states.amazonaws.com', ['secretsmanager:*']);
});
afterAll(() => test.stop());

/** A wait between two passes, the first of which sets a variable. */
const waiting = (seconds: number) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Before',
  States: {
    Before: { Type: 'Pass', Assign: { kept: '{% $states.input.v %}' }, Output: { went: 'on' }, Next: 'Wait' },
    Wait: { Type: 'Wait', Seconds: seconds, Next: 'After' },
    After: { Type: 'Pass', Output: { kept: '{% $kept %}', input: '{% $states.input.went %}' }, End: true },
  },
});

async function reached(arn: string, line: string): Promise<void> {
  while (!outline(await historyOf(client(), arn)).includes(line))
    await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('an execution that the process left behind', () => {
  it('goes on in the state it was in, with its variables, and waits only for the rest', async () => {
    const arn = await start(client(), await makeMachine(client(), role, 'waits', waiting(2)), { v: [1] });
    await reached(arn, 'WaitStateEntered Wait');
    await test.restart();
    const { status, output } = await ended(client(), arn);
    expect({ status, output: JSON.parse(output ?? '') }).toEqual({
      status: 'SUCCEEDED',
      output: { kept: [1], input: 'on' },
    });
    const events = await historyOf(client(), arn);
    expect(outline(events)).toEqual([
      'ExecutionStarted',
      'PassStateEntered Before',
      'PassStateExited Before',
      'WaitStateEntered Wait',
      'WaitStateExited Wait',
      'PassStateEntered After',
      'PassStateExited After',
      'ExecutionSucceeded',
    ]);
    expect(events.map((event) => event.previousEventId)).toEqual([0, 0, 2, 3, 4, 5, 6, 7]);
  });

  it('goes on wherever its file ends, be it in the middle of a line', async () => {
    const machine = await makeMachine(client(), role, 'cut', waiting(0));
    const arn = await start(client(), machine, { v: 7 });
    await ended(client(), arn);
    const folder = join(test.folder, 'states', 'executions');
    const file = readdirSync(folder)
      .map((name) => join(folder, name))
      .find((path) => readFileSync(path, 'utf8').includes(arn));
    const lines = readFileSync(file ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    for (let kept = 1; kept < lines.length; kept += 1) {
      writeFileSync(file ?? '', `${lines.slice(0, kept).join('\n')}\n`);
      appendFileSync(file ?? '', (lines[kept] ?? '').slice(0, 20));
      await test.restart();
      const { status, output } = await ended(client(), arn);
      expect({ kept, status, output: JSON.parse(output ?? '') }).toEqual({
        kept,
        status: 'SUCCEEDED',
        output: { kept: 7, input: 'on' },
      });
      expect(outline(await historyOf(client(), arn))).toHaveLength(8);
    }
  });
});

describe('executions', () => {
  it('with one name and one input are one; with another input they are refused', async () => {
    const stateMachineArn = await makeMachine(client(), role, 'names', waiting(600));
    const send = (input: string) =>
      client().send(new StartExecutionCommand({ stateMachineArn, name: 'once', input }));
    const first = await send('{"v":1}');
    expect((await send('{"v":1}')).executionArn).toBe(first.executionArn);
    await expect(send('{"v":2}')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${first.executionArn}'`,
    });
    const running = await client().send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    expect(running.executions?.map((one) => one.name)).toEqual(['once']);
    await client().send(
      new StopExecutionCommand({ executionArn: first.executionArn, error: 'E', cause: 'C' }),
    );
    expect(await ended(client(), first.executionArn ?? '')).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'C',
    });
    expect(outline(await historyOf(client(), first.executionArn ?? '')).at(-1)).toBe('ExecutionAborted');
  });

  it('run the definition they were started with', async () => {
    const stateMachineArn = await makeMachine(client(), role, 'updated', waiting(1));
    const executionArn = await start(client(), stateMachineArn, { v: 1 });
    const definition = JSON.stringify({ StartAt: 'F', States: { F: { Type: 'Fail' } } });
    await client().send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    expect((await ended(client(), executionArn)).status).toBe('SUCCEEDED');
    const used = await client().send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(JSON.parse(used.definition ?? '')).toEqual(waiting(1));
    expect((await ended(client(), await start(client(), stateMachineArn))).status).toBe('FAILED');
  });

  it('of an Express machine answer at once', async () => {
    const definition = JSON.stringify({
      StartAt: 'P',
      States: { P: { Type: 'Pass', Result: [1], End: true } },
    });
    const { stateMachineArn } = await client().send(
      new CreateStateMachineCommand({ name: 'express', type: 'EXPRESS', roleArn: role, definition }),
    );
    // The client puts `sync-` before the host's name, which on loopback is an address.
    const express = new SFNClient({ ...test.clientConfig, disableHostPrefix: true });
    const reply = await express.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
    expect(reply).toMatchObject({ status: 'SUCCEEDED', output: '[1]', input: '{"a":1}' });
  });

  it('that wait for a token go on with the answer to it', async () => {
    const arn = await makeMachine(client(), role, 'token', {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:secretsmanager:createSecret.waitForTaskToken',
          Parameters: { Name: 'asked', 'SecretString.$': '$$.Task.Token' },
          End: true,
        },
      },
    });
    const executionArn = await start(client(), arn);
    await reached(executionArn, 'TaskSubmitted');
    const { SecretString } = await test.cloud.call('secretsmanager', 'GetSecretValue', { SecretId: 'asked' });
    await client().send(new SendTaskSuccessCommand({ taskToken: SecretString, output: '{"yes":true}' }));
    expect((await ended(client(), executionArn)).output).toBe('{"yes":true}');
    await expect(
      client().send(new SendTaskSuccessCommand({ taskToken: SecretString, output: '1' })),
    ).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });
});

describe('a definition', () => {
  const validate = async (definition: unknown) => {
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    const reply = await client().send(new ValidateStateMachineDefinitionCommand({ definition: text }));
    return [
      reply.result,
      ...(reply.diagnostics ?? []).map((one) => `${one.code} ${one.message} at ${one.location}`),
    ];
  };

  it('is checked before it is taken', async () => {
    const pass = { Type: 'Pass', End: true };
    expect(await validate({ StartAt: 'A', States: { A: pass } })).toEqual(['OK']);
    expect((await validate('{'))[1]).toMatch(/^INVALID_JSON_DESCRIPTION /);
    expect(await validate({ StartAt: 'B', States: { A: pass } })).toEqual([
      'FAIL',
      "MISSING_TRANSITION_TARGET Missing 'StartAt' target: B at /StartAt",
    ]);
    expect(await validate({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'C' } } })).toEqual([
      'FAIL',
      "MISSING_TRANSITION_TARGET Missing 'Next' target: C at /States/A/Next",
    ]);
    const task = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:redshiftdata:explode', End: true };
    expect((await validate({ StartAt: 'A', States: { A: task } }))[1]).toContain(
      'redshiftdata:explode is not recognized',
    );
    const jsonata = { Type: 'Pass', Output: '{% 1 + %}', End: true };
    expect((await validate({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: jsonata } }))[1]).toContain(
      '/States/A/Output',
    );
    const mixed = { Type: 'Pass', Parameters: {}, End: true };
    expect((await validate({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: mixed } }))[1]).toContain(
      "Field 'Parameters' is not supported when using query language JSONata",
    );
  });

  it('that is wrong is refused with its first mistake', async () => {
    await expect(makeMachine(client(), role, 'wrong', { StartAt: 'A' })).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message:
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'",
    });
  });
});
