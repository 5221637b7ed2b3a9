import type { CallAs, Cloud } from '../cloud.js';
import { callSdkAction, sdkAction } from '../sdk-integration.js';
import { invalid } from './errors.js';
import type { Target } from './model.js';

/** Calls a target with its input, placeholders filled in. */
export type Call = (cloud: Cloud, input: string, as: CallAs) => Promise<unknown>;

/**
 * What a target's ARN means: a templated target (a function, a state machine, a topic, a stream) or a universal one.
 * @throws AwsError ValidationException for a target that is not of this cloud, or whose input is not what it needs.
 */
export function targetOf(target: Target): Call {
  const [arn, partition, service, , , kind = '', ...rest] = target.Arn.split(':');
  if (arn !== 'arn' || !partition || !service) throw invalid('Provided Arn is not in correct format.');
  if (service === 'scheduler' && kind === 'aws-sdk') return universal(target, rest);
  const call = templated(target, service, kind);
  if (!call) throw invalid(`The local cloud's Scheduler does not support the target ${target.Arn}.`);
  return call;
}

function templated(target: Target, service: string, kind: string): Call | undefined {
  if (service === 'lambda' && kind === 'function') {
    return (cloud, input, as) =>
      cloud.call(
        'lambda',
        'Invoke',
        { FunctionName: target.Arn, InvocationType: 'Event', Payload: Buffer.from(input) },
        as,
      );
  }
  if (service === 'states' && kind === 'stateMachine') {
    return (cloud, input, as) =>
      cloud.call('states', 'StartExecution', { stateMachineArn: target.Arn, input }, as);
  }
  if (service === 'sns') {
    return (cloud, input, as) => cloud.call('sns', 'Publish', { TopicArn: target.Arn, Message: input }, as);
  }
  if (service === 'kinesis') {
    const key = target.KinesisParameters?.PartitionKey;
    if (!key) throw invalid('KinesisParameters is required for a Kinesis target.');
    return (cloud, input, as) =>
      cloud.call(
        'kinesis',
        'PutRecord',
        { StreamARN: target.Arn, PartitionKey: key, Data: Buffer.from(input) },
        as,
      );
  }
  return undefined;
}

function universal(target: Target, rest: string[]): Call {
  const [sdkService = '', action = ''] = rest;
  const found = sdkAction(sdkService, action);
  if (!found)
    throw invalid(
      `${target.Arn} is not a supported target: the local cloud knows no ${sdkService}:${action}.`,
    );
  const parameters = parse(target.Input ?? '{}');
  if (typeof parameters !== 'object' || parameters === null)
    throw invalid('Provided Input is not a JSON object.');
  return (cloud, input, as) => callSdkAction(cloud, found, parse(input) as object, as);
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw invalid('Provided Input is not valid JSON.');
  }
}
