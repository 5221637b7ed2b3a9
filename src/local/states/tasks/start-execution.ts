import type { CallAs, Cloud } from '../../cloud.js';
import { StatesError } from '../interpreter/errors.js';
import type { TaskCall } from '../interpreter/host.js';
import { sleepUntil } from '../interpreter/sleep.js';
import type { Json } from '../language/types.js';
import { integrationError } from './errors.js';

const POLL_MS = 250;

/** `states:startExecution`; with `.sync` it waits for the end, with `.sync:2` it answers the output as JSON. @throws StatesError */
export async function startExecution(
  cloud: Cloud,
  call: TaskCall,
  action: string,
  as: CallAs,
): Promise<Json> {
  const { StateMachineArn, Input, Name } = (call.parameters ?? {}) as Record<string, Json>;
  const input = {
    stateMachineArn: StateMachineArn,
    // AWS draws a name; ours is the attempt's, so that a task taken up after a kill starts nothing twice.
    name: Name ?? call.idempotency,
    ...(Input === undefined || Input === null
      ? {}
      : { input: typeof Input === 'string' ? Input : JSON.stringify(Input) }),
  };
  const started = await ask(cloud, 'StartExecution', input, as).catch((error: unknown) => {
    const named = Name !== undefined && Name !== null;
    if (named || !isThere(error)) throw error;
    return earlier(cloud, String(StateMachineArn), call.idempotency, as);
  });
  const answer = {
    ExecutionArn: started.executionArn as string,
    StartDate: (started.startDate as Date).getTime(),
    SdkHttpMetadata: { HttpStatusCode: 200 },
  };
  if (action === 'startExecution') return answer;
  call.submitted(answer);
  for (;;) {
    const found = await ask(cloud, 'DescribeExecution', { executionArn: started.executionArn }, as);
    if (found.status !== 'RUNNING') return ended(found, action.endsWith(':2'));
    await sleepUntil(Date.now() + POLL_MS, call.signal);
  }
}

function isThere(error: unknown): boolean {
  return error instanceof StatesError && error.error?.endsWith('.ExecutionAlreadyExistsException') === true;
}

/** The execution that this attempt had started, and that has ended since. */
function earlier(cloud: Cloud, machineArn: string, name: string, as: CallAs) {
  const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return ask(cloud, 'DescribeExecution', { executionArn }, as);
}

// biome-ignore lint/suspicious/noExplicitAny: the replies of two actions, as the API model has them.
async function ask(cloud: Cloud, action: string, input: object, as: CallAs): Promise<Record<string, any>> {
  try {
    return await cloud.call('states', action, input, as);
  } catch (error) {
    throw integrationError(error, 'StepFunctions', 'AWSStepFunctions');
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a reply of DescribeExecution.
function ended(found: Record<string, any>, parsed: boolean): Json {
  const text = (value: string | undefined) =>
    value === undefined ? undefined : parsed ? (JSON.parse(value) as Json) : value;
  const pairs: [string, Json | undefined][] = [
    ['ExecutionArn', found.executionArn],
    ['Input', text(found.input)],
    ['InputDetails', { Included: true }],
    ['Name', found.name],
    ['Output', text(found.output)],
    ['OutputDetails', found.output === undefined ? undefined : { Included: true }],
    ['Error', found.error],
    ['Cause', found.cause],
    ['StartDate', (found.startDate as Date).getTime()],
    ['StateMachineArn', found.stateMachineArn],
    ['Status', found.status],
    ['StopDate', (found.stopDate as Date).getTime()],
  ];
  const result: Record<string, Json> = {};
  for (const [key, value] of pairs) if (value !== undefined) result[key] = value;
  if (found.status !== 'SUCCEEDED') throw new StatesError('States.TaskFailed', JSON.stringify(result));
  return result;
}
