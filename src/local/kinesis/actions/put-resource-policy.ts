import type { PutResourcePolicyInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { Kinesis } from '../kinesis.js';
import { requireResource } from '../resource.js';

/** Stores a policy of a stream or a consumer; it is not applied to requests. */
export function putResourcePolicy(kinesis: Kinesis): Action {
  return (input: PutResourcePolicyInput) => {
    const { arn, stream } = requireResource(kinesis, input.ResourceARN);
    const policy = input.Policy ?? '';
    if (!isObject(policy))
      throw new AwsError('InvalidArgumentException', 'The resource policy is not valid JSON.');
    kinesis.streams.change(stream, (state) => {
      state.policies[arn] = policy;
    });
    return {};
  };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
