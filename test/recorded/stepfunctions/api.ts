import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { replyOf, type Scenario } from '../recorded-cases.js';
import { historyOf, machine, run, type Stage, unfolded } from './player.js';

type Reply = Record<string, unknown>;

const definition = {
  Comment: 'BASE_PASS_RESULT',
  ...machine({ State_1: { Type: 'Pass', Result: { Arg1: 'argument1' } } }),
};
const waiting = machine({ State_1: { Type: 'Wait', Seconds: 60 } });
let named = 0;

function create(stage: Stage, body: unknown = definition, name = `api-${named++}`): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return replyOf(
    stage.client.send(new CreateStateMachineCommand({ name, definition: text, roleArn: stage.roleArn })),
  );
}

const describe = async (stage: Stage, stateMachineArn: string) =>
  unfolded(await replyOf(stage.client.send(new DescribeStateMachineCommand({ stateMachineArn })))) as Reply;

/** A refused call as the recording has it: boto's exception in words. */
async function exception(operation: string, call: Promise<object>): Promise<Reply> {
  const { Error: refusal } = (await replyOf(call)) as { Error?: { Code: string; Message: string } };
  return {
    exception: {
      exception_typename: refusal?.Code,
      exception_value: `An error occurred (${refusal?.Code}) when calling the ${operation} operation: ${refusal?.Message}`,
    },
  };
}

const arnOf = (reply: Reply) => String(reply.stateMachineArn);

/** The API around executions. */
export function api(stage: () => Stage): [RegExp, Scenario][] {
  const refused = (title: RegExp, body: (title: string) => unknown): [RegExp, Scenario] => [
    title,
    (_recorded, name) => {
      const input = {
        name: `api-${named++}`,
        definition: JSON.stringify(body(name)),
        roleArn: stage().roleArn,
      };
      return exception('CreateStateMachine', stage().client.send(new CreateStateMachineCommand(input)));
    },
  ];
  const times: Record<string, string> = {
    NO_T: '2016-12-05 21:29:29Z',
    NO_Z: '2016-12-05T21:29:29',
    INVALID_DATE: '2016-12-32T21:29:29Z',
    INVALID_TIME: '2016-12-05T25:29:29Z',
    INVALID_ISO: 'no timestamp',
    JSONATA: "{% '2016-12-05T21:29:29Z' %}",
  };
  return [
    refused(/test_wait_timestamp_invalid/, (title) =>
      machine({ WaitUntil: { Type: 'Wait', Timestamp: times[/\[(.*)\]/.exec(title)?.[1] ?? ''] } }),
    ),
    refused(/ILLEGAL_INTRINSIC_FUNCTION\]/, () =>
      machine({
        IntrinsicEscape: {
          Type: 'Pass',
          Parameters: {
            'parsed.$': 'States.StringToJson(\'{"text":"An \\"escaped double quote\\" here"}\')',
          },
        },
      }),
    ),
    [
      /test_create_delete_valid_sm/,
      async () => {
        const made = await create(stage());
        const gone = stage().client.send(new DeleteStateMachineCommand({ stateMachineArn: arnOf(made) }));
        return { creation_resp_1: made, deletion_resp_1: await replyOf(gone) };
      },
    ],
    [
      /test_create_delete_invalid_sm/,
      async () => ({ invalid_definition_1: await create(stage(), { StartAt: 'State_1' }) }),
    ],
    [
      /test_create_exact_duplicate_sm/,
      async () => {
        const first = await create(stage(), definition, 'same');
        const second = await create(stage(), definition, 'same');
        return {
          creation_resp_1: first,
          describe_resp_1: await describe(stage(), arnOf(first)),
          creation_resp_2: second,
          describe_resp_2: await describe(stage(), arnOf(second)),
        };
      },
    ],
    [
      /test_create_duplicate_(definition_format_sm|sm_name)/,
      async (_recorded, title) => {
        const first = await create(stage(), definition, title.slice(-10));
        const other = title.includes('format') ? JSON.stringify(definition, null, 4) : waiting;
        return {
          creation_resp_1: first,
          describe_resp_1: await describe(stage(), arnOf(first)),
          already_exists_1: await create(stage(), other, title.slice(-10)),
        };
      },
    ],
    [
      /test_sfn_api.*test_start_execution$/,
      async () => {
        const made = await create(stage());
        const input = { stateMachineArn: arnOf(made) };
        const started = await replyOf(stage().client.send(new StartExecutionCommand(input)));
        const executionArn = String(started.executionArn);
        await ended(stage(), executionArn);
        return {
          creation_resp: made,
          exec_resp: started,
          exec_list_resp: await replyOf(stage().client.send(new ListExecutionsCommand(input))),
          exec_hist_resp: await historyOf(stage(), executionArn),
        };
      },
    ],
    [
      /test_stop_execution/,
      async () => {
        const made = await create(stage(), waiting);
        const { executionArn } = await stage().client.send(
          new StartExecutionCommand({ stateMachineArn: arnOf(made) }),
        );
        await new Promise((resolve) => setTimeout(resolve, 50));
        const stopped = await replyOf(stage().client.send(new StopExecutionCommand({ executionArn })));
        return { stop_res: stopped, exec_hist_resp: await historyOf(stage(), executionArn ?? '') };
      },
    ],
    [
      /test_start_execution_idempotent/,
      async () => {
        const { stateMachineArn } = await create(stage(), waiting);
        const start = (input: string) =>
          replyOf(
            stage().client.send(
              new StartExecutionCommand({ stateMachineArn: String(stateMachineArn), name: 'once', input }),
            ),
          );
        const first = await start('{}');
        const again = await start('{}');
        const other = await start('{"input": "another"}');
        const executionArn = String(first.executionArn);
        const stopped = await replyOf(stage().client.send(new StopExecutionCommand({ executionArn })));
        return {
          exec_resp: first,
          exec_resp_idempotent: again,
          start_exec_already_exists: other,
          stop_res: stopped,
        };
      },
    ],
    [
      /test_create_update_state_machine_base_definition$/,
      async () => {
        const made = await create(stage());
        const input = {
          stateMachineArn: arnOf(made),
          definition: JSON.stringify(definition).replace('argument1', 'AfterUpdate1'),
        };
        return {
          creation_resp_t0: made,
          describe_resp_t0: await describe(stage(), arnOf(made)),
          update_state_machine_res: await replyOf(stage().client.send(new UpdateStateMachineCommand(input))),
          describe_resp_t1: await describe(stage(), arnOf(made)),
        };
      },
    ],
    [
      /test_describe_invalid_arn_sm/,
      () =>
        exception(
          'DescribeStateMachine',
          stage().client.send(new DescribeStateMachineCommand({ stateMachineArn: 'not_a_valid_arn' })),
        ),
    ],
    [
      /test_describe_execution_invalid_arn/,
      () =>
        exception(
          'DescribeExecution',
          stage().client.send(new DescribeExecutionCommand({ executionArn: 'invalid_state_machine_arn' })),
        ),
    ],
    [
      /test_get_execution_history_invalid_arn/,
      () =>
        exception(
          'GetExecutionHistory',
          stage().client.send(new GetExecutionHistoryCommand({ executionArn: 'invalid_state_machine_arn' })),
        ),
    ],
    [
      /test_describe_execution$/,
      async () => {
        const executionArn = await run(stage(), definition, {});
        const reply = await replyOf(stage().client.send(new DescribeExecutionCommand({ executionArn })));
        return { describe_execution: unfolded(reply) };
      },
    ],
    [
      /test_state_fail(_empty)?$/,
      async (_recorded, title) => {
        const state = title.endsWith('empty')
          ? { Type: 'Fail' }
          : {
              Type: 'Fail',
              Error: 'SomeFailure',
              Cause: "This state machines raises a 'SomeFailure' failure.",
            };
        const executionArn = await run(stage(), machine({ FailState: state }), {});
        const reply = await replyOf(stage().client.send(new DescribeExecutionCommand({ executionArn })));
        return {
          describe_execution: unfolded(reply),
          get_execution_history: await historyOf(stage(), executionArn),
        };
      },
    ],
  ];
}

async function ended(stage: Stage, executionArn: string): Promise<void> {
  for (;;) {
    const { status } = await stage.client.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
