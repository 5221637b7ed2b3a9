import { AwsError } from '../../protocol/errors.js';
import type { ExecutionStore } from '../executions/execution-store.js';
import { StatesError } from '../interpreter/errors.js';
import type { Json } from '../language/types.js';

/** @throws AwsError TaskTimedOut when no task waits with this token */
function waiting(executions: ExecutionStore, token: string) {
  const task = executions.tokens.find(token);
  if (!task) throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  return task;
}

export function sendTaskSuccess(
  executions: ExecutionStore,
  input: { taskToken: string; output: string },
): object {
  const task = waiting(executions, input.taskToken);
  let output: Json;
  try {
    output = JSON.parse(input.output) as Json;
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
  task.resolve(output);
  return {};
}

export function sendTaskFailure(
  executions: ExecutionStore,
  input: { taskToken: string; error?: string; cause?: string },
): object {
  waiting(executions, input.taskToken).reject(new StatesError(input.error, input.cause));
  return {};
}

export function sendTaskHeartbeat(executions: ExecutionStore, input: { taskToken: string }): object {
  waiting(executions, input.taskToken).beat();
  return {};
}
