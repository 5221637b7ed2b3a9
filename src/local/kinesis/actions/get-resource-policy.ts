import type { GetResourcePolicyInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import type { Kinesis } from '../kinesis.js';
import { requireResource } from '../resource.js';

/** The policy as it was put; `{}` where there is none. */
export function getResourcePolicy(kinesis: Kinesis): Action {
  return (input: GetResourcePolicyInput) => {
    const { arn, stream } = requireResource(kinesis, input.ResourceARN);
    return { Policy: stream.state.policies[arn] ?? '{}' };
  };
}
