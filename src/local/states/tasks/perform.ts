import type { CallAs, Cloud } from '../../cloud.js';
import { AwsError } from '../../protocol/errors.js';
import { callSdkAction, sdkAction, sdkErrorName, UnknownParameter } from '../../sdk-integration.js';
import { StatesError } from '../interpreter/errors.js';
import type { TaskCall } from '../interpreter/host.js';
import type { Json } from '../language/types.js';
import { requestIdOf } from './errors.js';
import { invokeFunction, invokeIntegration } from './lambda.js';
import { resourceOf } from './resource.js';
import { publish } from './sns.js';
import { startExecution } from './start-execution.js';
import type { TaskTokens } from './tokens.js';

/** Who a task acts as: the state machine's role. */
export function roleOf(roleArn: string): CallAs {
  return { service: 'states.amazonaws.com', roleArn };
}

/**
 * Carries out one task by calling the service it names, as the state machine's role.
 * @throws StatesError named as Step Functions names the service's error
 */
export async function performTask(
  cloud: Cloud,
  tokens: TaskTokens,
  roleArn: string,
  call: TaskCall,
): Promise<Json> {
  const resource = resourceOf(call.resource);
  const as = roleOf(roleArn);
  const waiting = call.token === undefined ? undefined : tokens.wait(call.token, call.heartbeat, call.signal);
  // Without a listener a token that times out while the task is being sent would end the process.
  waiting?.catch(() => undefined);
  if (resource.kind === 'function') return invokeFunction(cloud, resource.arn, call.parameters, as);
  const sent = await send(cloud, call, resource, as);
  if (!waiting) return sent;
  call.submitted(sent);
  return waiting;
}

async function send(
  cloud: Cloud,
  call: TaskCall,
  resource: ReturnType<typeof resourceOf>,
  as: CallAs,
): Promise<Json> {
  if (resource.kind === 'sdk') return sdkTask(cloud, call, resource.service, resource.call, as);
  if (resource.kind === 'integration') {
    if (resource.service === 'lambda') return invokeIntegration(cloud, call.parameters, as);
    if (resource.service === 'states') return startExecution(cloud, call, resource.action, as);
    if (resource.service === 'sns') return publish(cloud, call.parameters, as);
  }
  throw new StatesError(
    'States.Runtime',
    `The resource provided ${call.resource} is not supported by the local cloud.`,
  );
}

async function sdkTask(
  cloud: Cloud,
  call: TaskCall,
  service: string,
  action: string,
  as: CallAs,
): Promise<Json> {
  const target = sdkAction(service, action);
  if (!target) throw new StatesError('States.Runtime', `The local cloud knows no ${service}:${action}.`);
  const parameters = (call.parameters ?? {}) as object;
  try {
    return (await callSdkAction(cloud, target, parameters, as, call.idempotency)) as Json;
  } catch (error) {
    if (error instanceof UnknownParameter) throw new StatesError('States.Runtime', error.message);
    if (!(error instanceof AwsError)) throw error;
    const cause = `${error.message} (Service: ${target.prefix}, Status Code: ${error.status ?? 400}, Request ID: ${requestIdOf(error)})`;
    throw new StatesError(sdkErrorName(target, error), cause);
  }
}
