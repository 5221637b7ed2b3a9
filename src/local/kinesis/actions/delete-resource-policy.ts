import type { DeleteResourcePolicyInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { Kinesis } from '../kinesis.js';
import { requireResource } from '../resource.js';

/** @throws AwsError ResourceNotFoundException where there is no policy */
export function deleteResourcePolicy(kinesis: Kinesis): Action {
  return (input: DeleteResourcePolicyInput) => {
    const { arn, stream } = requireResource(kinesis, input.ResourceARN);
    if (stream.state.policies[arn] === undefined) {
      throw new AwsError('ResourceNotFoundException', `No resource policy found for resource ARN ${arn}`);
    }
    kinesis.streams.change(stream, (state) => {
      delete state.policies[arn];
    });
    return {};
  };
}
