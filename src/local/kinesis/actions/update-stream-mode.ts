import type { UpdateStreamModeInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { oneOf, validate } from '../constraints.js';
import { type Kinesis, requireActiveStream } from '../kinesis.js';

/** The stream keeps its shards in the new mode. */
export function updateStreamMode(kinesis: Kinesis): Action {
  return (input: UpdateStreamModeInput) => {
    const mode = input.StreamModeDetails?.StreamMode ?? 'PROVISIONED';
    validate(oneOf('streamModeDetails.streamMode', mode, ['PROVISIONED', 'ON_DEMAND']));
    if (input.WarmThroughputMiBps !== undefined) {
      throw new AwsError(
        'ValidationException',
        'WarmThroughputMiBps needs an account with MinimumThroughputBillingCommitment enabled; this one has none.',
      );
    }
    const stream = requireActiveStream(kinesis, input);
    if (mode !== stream.state.mode) kinesis.streams.update(stream, { kind: 'mode', mode });
    return {};
  };
}
