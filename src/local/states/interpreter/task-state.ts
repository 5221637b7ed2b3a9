import { randomBytes } from 'node:crypto';
import type { Json } from '../language/types.js';
import { attemptToken } from '../tasks/idempotency.js';
import { resourceOf } from '../tasks/resource.js';
import { Aborted, StatesError } from './errors.js';
import type { StateRun } from './scope.js';
import { boundedJson } from './size-limit.js';

/** Performs the state's task once: its events around it, and its time-out. @throws StatesError */
export async function taskState(run: StateRun): Promise<Json> {
  const resource = resourceOf(run.state.Resource ?? '');
  run.token = resource.pattern === 'waitForTaskToken' ? randomBytes(96).toString('base64') : undefined;
  const parameters = await run.parameters();
  const timeout = await run.number('TimeoutSeconds');
  const heartbeat = await run.number('HeartbeatSeconds');
  const events = resource.kind === 'function' ? functionEvents(run) : serviceEvents(run, resource);
  events.scheduled(parameters, {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  });
  events.started();
  const controller = new AbortController();
  const stop = () => controller.abort();
  run.host.signal.addEventListener('abort', stop);
  if (run.host.signal.aborted) controller.abort();
  let late: NodeJS.Timeout | undefined;
  const timedOut = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(new Aborted()));
    if (timeout !== undefined)
      late = setTimeout(() => reject(new StatesError('States.Timeout', undefined)), timeout * 1000);
  });
  timedOut.catch(() => undefined);
  try {
    const call = {
      resource: run.state.Resource ?? '',
      parameters,
      signal: controller.signal,
      idempotency: attemptToken(run.host.executionArn, run.place, run.attempt),
      token: run.token,
      heartbeat,
      submitted: (output: Json) => events.submitted(output),
    };
    const result = await Promise.race([run.host.perform(call), timedOut]);
    boundedJson(result, resource.kind === 'function' ? resource.arn : resource.type);
    events.succeeded(result);
    return result;
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    if (error.error === 'States.Timeout' || error.error === 'States.HeartbeatTimeout') events.timedOut(error);
    else events.failed(error);
    throw error;
  } finally {
    clearTimeout(late);
    run.host.signal.removeEventListener('abort', stop);
    controller.abort();
  }
}

interface TaskEvents {
  scheduled(parameters: Json, limits: object): void;
  started(): void;
  submitted(output: Json): void;
  succeeded(output: Json): void;
  failed(error: StatesError): void;
  timedOut(error: StatesError): void;
}

function errorDetails(error: StatesError): Record<string, unknown> {
  return {
    ...(error.error === undefined ? {} : { error: error.error }),
    ...(error.detail === undefined ? {} : { cause: error.detail }),
  };
}

/** The events of a Lambda function named by its ARN. */
function functionEvents(run: StateRun): TaskEvents {
  return {
    scheduled: (parameters, limits) =>
      run.record('LambdaFunctionScheduled', 'lambdaFunctionScheduledEventDetails', {
        resource: run.state.Resource,
        input: JSON.stringify(parameters),
        inputDetails: { truncated: false },
        ...limits,
      }),
    started: () => run.record('LambdaFunctionStarted'),
    submitted: () => undefined,
    succeeded: (output) =>
      run.record('LambdaFunctionSucceeded', 'lambdaFunctionSucceededEventDetails', {
        output: JSON.stringify(output),
        outputDetails: { truncated: false },
      }),
    failed: (error) =>
      run.record('LambdaFunctionFailed', 'lambdaFunctionFailedEventDetails', errorDetails(error)),
    timedOut: (error) =>
      run.record('LambdaFunctionTimedOut', 'lambdaFunctionTimedOutEventDetails', errorDetails(error)),
  };
}

/** The events of a service integration. */
function serviceEvents(run: StateRun, resource: { type: string; action: string }): TaskEvents {
  const about = { resourceType: resource.type, resource: resource.action };
  const output = (value: Json) => ({
    ...about,
    output: JSON.stringify(value),
    outputDetails: { truncated: false },
  });
  return {
    scheduled: (parameters, limits) =>
      run.record('TaskScheduled', 'taskScheduledEventDetails', {
        ...about,
        region: run.host.region,
        parameters: JSON.stringify(parameters),
        ...limits,
      }),
    started: () => run.record('TaskStarted', 'taskStartedEventDetails', about),
    submitted: (value) => run.record('TaskSubmitted', 'taskSubmittedEventDetails', output(value)),
    succeeded: (value) => run.record('TaskSucceeded', 'taskSucceededEventDetails', output(value)),
    failed: (error) =>
      run.record('TaskFailed', 'taskFailedEventDetails', { ...about, ...errorDetails(error) }),
    timedOut: (error) =>
      run.record('TaskTimedOut', 'taskTimedOutEventDetails', { ...about, ...errorDetails(error) }),
  };
}
