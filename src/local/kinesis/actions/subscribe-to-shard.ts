import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';

/** Enhanced fan-out pushes records over an event stream, which this cloud does not speak. */
export function subscribeToShard(): Action {
  return () => {
    throw new AwsError(
      'UnsupportedOperationException',
      'SubscribeToShard is not supported by the local cloud: read with GetShardIterator and GetRecords.',
    );
  };
}
