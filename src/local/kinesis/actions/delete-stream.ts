import type { DeleteStreamInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { type Kinesis, requireStream } from '../kinesis.js';

/** DELETING, then gone with all its records. A stream with consumers needs EnforceConsumerDeletion. */
export function deleteStream(kinesis: Kinesis): Action {
  return (input: DeleteStreamInput) => {
    const stream = requireStream(kinesis, input);
    const { name, consumers, status } = stream.state;
    if (consumers.length > 0 && !input.EnforceConsumerDeletion) {
      throw new AwsError(
        'ResourceInUseException',
        `Stream ${name} under account ${kinesis.cloud.accountId} has enhanced fan-out consumers: ` +
          'deregister them or set EnforceConsumerDeletion.',
      );
    }
    if (status !== 'DELETING') kinesis.streams.remove(stream);
    return {};
  };
}
