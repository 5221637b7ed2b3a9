import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeRole } from '../lambda/functions.js';
import { ended, historyOf, makeMachine, outline, start } from './machines.js';

let test: TestCloud;
let client: SFNClient;
let role: string;
let count = 0;

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts', 'secretsmanager', 'states'] });
  client = new SFNClient(test.clientConfig);
  role = await makeRole(test, 'machines', 'states.amazonaws.com', ['secretsmanager:*', 'states:*']);
});
afterAll(() => test.stop());

/** Runs a definition once. */
async function run(definition: object, input: unknown = {}) {
  count += 1;
  const arn = await start(client, await makeMachine(client, role, `m${count}`, definition), input);
  const { status, output, error, cause } = await ended(client, arn);
  return { arn, status, error, cause, output: output === undefined ? undefined : JSON.parse(output) };
}

const listSecrets = 'arn:aws:states:::aws-sdk:secretsmanager:listSecrets';
const describeSecret = 'arn:aws:states:::aws-sdk:secretsmanager:describeSecret';

describe('JSONPath', () => {
  it('goes through InputPath, Parameters, ResultSelector, ResultPath and OutputPath', async () => {
    const definition = {
      StartAt: 'Make',
      States: {
        Make: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:secretsmanager:createSecret',
          InputPath: '$.wanted',
          Parameters: { 'Name.$': "States.Format('{}-{}', $.name, $$.StateMachine.Name)", SecretString: 's' },
          ResultSelector: { 'made.$': '$.Name' },
          ResultPath: '$.result',
          OutputPath: '$.result.made',
          End: true,
        },
      },
    };
    const { output } = await run(definition, { wanted: { name: 'a' } });
    expect(output).toBe(`a-m${count}`);
  });

  it('takes the first choice that holds, else the default', async () => {
    const definition = {
      StartAt: 'Choose',
      States: {
        Choose: {
          Type: 'Choice',
          Choices: [
            {
              And: [
                { Variable: '$.n', NumericGreaterThan: 1 },
                { Variable: '$.s', StringMatches: 'a*c' },
              ],
              Next: 'Both',
            },
            { Not: { Variable: '$.s', IsPresent: true }, Next: 'Absent' },
          ],
          Default: 'Other',
        },
        Both: { Type: 'Succeed' },
        Absent: { Type: 'Fail', Error: 'Absent', CausePath: "States.Format('n is {}', $.n)" },
        Other: { Type: 'Pass', Result: 'other', End: true },
      },
    };
    expect((await run(definition, { n: 2, s: 'abc' })).output).toEqual({ n: 2, s: 'abc' });
    expect(await run(definition, { n: 0 })).toMatchObject({
      status: 'FAILED',
      error: 'Absent',
      cause: 'n is 0',
    });
    expect((await run(definition, { n: 0, s: 'abc' })).output).toBe('other');
  });

  it('assigns variables, seen by later states and by branches', async () => {
    const definition = {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { 'x.$': '$.a', y: 1 }, Next: 'Each' },
        Each: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemSelector: { 'item.$': '$$.Map.Item.Value', 'x.$': '$x', 'y.$': '$y' },
          ItemProcessor: { StartAt: 'Give', States: { Give: { Type: 'Pass', End: true } } },
          End: true,
        },
      },
    };
    const { output } = await run(definition, { a: { b: 2 }, items: ['p', 'q'] });
    expect(output).toEqual([
      { item: 'p', x: { b: 2 }, y: 1 },
      { item: 'q', x: { b: 2 }, y: 1 },
    ]);
  });
});

describe('JSONata', () => {
  it('evaluates Arguments, Output, Assign and conditions', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'List',
      States: {
        List: {
          Type: 'Task',
          Resource: listSecrets,
          Arguments: { MaxResults: '{% $states.input.most + 1 %}' },
          Assign: {
            found: '{% $count($states.result.SecretList) %}',
            name: '{% $states.context.State.Name %}',
          },
          Output: { more: '{% $states.input.most * 10 %}' },
          Next: 'Choose',
        },
        Choose: {
          Type: 'Choice',
          Choices: [{ Condition: "{% $name = 'List' and $states.input.more = 20 %}", Next: 'Done' }],
          Default: 'Wrong',
        },
        Done: { Type: 'Succeed', Output: '{% {"sum": $sum([1..4]), "found": $found >= 0} %}' },
        Wrong: { Type: 'Fail' },
      },
    };
    expect(await run(definition, { most: 2 })).toMatchObject({
      status: 'SUCCEEDED',
      output: { sum: 10, found: true },
    });
  });

  it('fails a state whose expression fails, in a way that Catch takes', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Bad',
      States: {
        Bad: {
          Type: 'Task',
          Resource: listSecrets,
          Arguments: { MaxResults: '{% $states.input.none %}' },
          Catch: [
            {
              ErrorEquals: ['States.QueryEvaluationError'],
              Output: '{% $states.errorOutput.Error %}',
              Next: 'Done',
            },
          ],
          End: true,
        },
        Done: { Type: 'Succeed' },
      },
    };
    const { arn, output } = await run(definition);
    expect(output).toBe('States.QueryEvaluationError');
    const failed = (await historyOf(client, arn)).find((event) => event.type === 'EvaluationFailed');
    expect(failed?.evaluationFailedEventDetails).toMatchObject({
      state: 'Bad',
      location: 'Arguments/MaxResults',
    });
  });

  it('has the functions that Step Functions adds, and not $eval', async () => {
    const of = (expression: string) =>
      run({
        QueryLanguage: 'JSONata',
        StartAt: 'S',
        States: { S: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } },
      });
    expect((await of('$partition([1,2,3,4,5], 2)')).output).toEqual([[1, 2], [3, 4], [5]]);
    expect((await of('$range(0, 6, 3)')).output).toEqual([0, 3, 6]);
    expect((await of("$hash('a', 'SHA-1')")).output).toBe('86f7e437faa5a7fce15d1ddcb9eaeaea377667b8');
    expect((await of('$parse(\'{"a":[1]}\').a')).output).toEqual([1]);
    expect(await of("$eval('1+1')")).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
    });
  });
});

describe('errors', () => {
  const failing = { Type: 'Task', Resource: describeSecret, Parameters: { SecretId: 'none' } };

  it('are named as AWS names those of an SDK action, retried, then caught', async () => {
    const definition = {
      StartAt: 'Try',
      States: {
        Try: {
          ...failing,
          Retry: [
            { ErrorEquals: ['States.Timeout'], MaxAttempts: 9 },
            { ErrorEquals: ['SecretsManager.ResourceNotFoundException'], MaxAttempts: 2, IntervalSeconds: 0 },
          ],
          Catch: [
            { ErrorEquals: ['Other'], Next: 'Never' },
            { ErrorEquals: ['States.TaskFailed'], ResultPath: '$.failed', Next: 'Done' },
          ],
          Next: 'Never',
        },
        Done: { Type: 'Pass', End: true },
        Never: { Type: 'Fail' },
      },
    };
    const { arn, output } = await run(definition, { kept: 1 });
    expect(output).toEqual({
      kept: 1,
      failed: {
        Error: 'SecretsManager.ResourceNotFoundException',
        Cause: expect.stringMatching(
          / \(Service: SecretsManager, Status Code: 400, Request ID: [0-9a-f-]+\)$/,
        ),
      },
    });
    expect(outline(await historyOf(client, arn))).toEqual([
      'ExecutionStarted',
      'TaskStateEntered Try',
      ...Array.from({ length: 3 }, () => ['TaskScheduled', 'TaskStarted', 'TaskFailed']).flat(),
      'TaskStateExited Try',
      'PassStateEntered Done',
      'PassStateExited Done',
      'ExecutionSucceeded',
    ]);
  });

  it('of one branch end the others, and the rest of them writes nothing', async () => {
    const definition = {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 600, End: true } } },
            { StartAt: 'Soon', States: { Soon: { Type: 'Fail', Error: 'Soon' } } },
          ],
          Catch: [{ ErrorEquals: ['Soon'], Next: 'Done' }],
          End: true,
        },
        Done: { Type: 'Pass', End: true },
      },
    };
    const { arn, output } = await run(definition);
    expect(output).toEqual({ Error: 'Soon' });
    expect(outline(await historyOf(client, arn)).slice(-5)).toEqual([
      'ParallelStateFailed',
      'ParallelStateExited Both',
      'PassStateEntered Done',
      'PassStateExited Done',
      'ExecutionSucceeded',
    ]);
  });

  it('of data are not retried and not caught', async () => {
    const definition = {
      StartAt: 'T',
      States: {
        T: {
          Type: 'Task',
          Resource: listSecrets,
          InputPath: '$.none',
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'T' }],
          End: true,
        },
      },
    };
    expect(await run(definition)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('a result', () => {
  it('larger than 256 KB fails the execution by name', async () => {
    const double = { 'a.$': "States.Format('{}{}', $.a, $.a)" };
    const loop = { Type: 'Pass', Parameters: double, Next: 'Double' };
    const { status, error, cause } = await run(
      { StartAt: 'Double', States: { Double: loop } },
      { a: 'xxxxxxxx' },
    );
    expect({ status, error, cause }).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'Double' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });
});

describe('Map', () => {
  it('keeps the order of its items, and at most MaxConcurrency at once', async () => {
    const definition = {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          MaxConcurrency: 2,
          ItemProcessor: {
            StartAt: 'Hold',
            States: { Hold: { Type: 'Wait', SecondsPath: '$.s', End: true } },
          },
          End: true,
        },
      },
    };
    const items = [
      { s: 0, n: 1 },
      { s: 1, n: 2 },
      { s: 0, n: 3 },
      { s: 0, n: 4 },
    ];
    const { arn, output } = await run(definition, items);
    expect(output).toEqual(items);
    let open = 0;
    let most = 0;
    for (const event of await historyOf(client, arn)) {
      if (event.type === 'MapIterationStarted') open += 1;
      if (event.type === 'MapIterationSucceeded') open -= 1;
      most = Math.max(most, open);
    }
    expect(most).toBe(2);
  });

  it('of nothing answers an empty list', async () => {
    const processor = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
    expect(
      (await run({ StartAt: 'M', States: { M: { Type: 'Map', ItemProcessor: processor, End: true } } }, []))
        .output,
    ).toEqual([]);
  });
});

describe('an execution', () => {
  it('of another machine is waited for with .sync:2', async () => {
    const child = await makeMachine(client, role, 'child', {
      StartAt: 'P',
      States: { P: { Type: 'Pass', Parameters: { 'twice.$': 'States.Array($.v, $.v)' }, End: true } },
    });
    const definition = {
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Parameters: { StateMachineArn: child, Input: { 'v.$': '$.v' } },
          OutputPath: '$.Output',
          End: true,
        },
      },
    };
    expect((await run(definition, { v: 3 })).output).toEqual({ twice: [3, 3] });
  });

  it('that loops for ever ends at 25,000 events', async () => {
    const definition = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } };
    const { arn, status, cause } = await run(definition);
    expect({ status, cause }).toEqual({
      status: 'FAILED',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    const last = await client.send(
      new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 1 }),
    );
    expect(last.events?.[0]).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });

  it('that takes longer than the machine may is timed out', async () => {
    const definition = {
      TimeoutSeconds: 1,
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 60, End: true } },
    };
    expect(await run(definition)).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });
});
