import type { IncreaseStreamRetentionPeriodInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { type Kinesis, requireActiveStream } from '../kinesis.js';
import { checkRetention } from './decrease-stream-retention-period.js';

/** Lengthens retention; what had expired before stays lost. The same period again changes nothing. */
export function increaseStreamRetentionPeriod(kinesis: Kinesis): Action {
  return (input: IncreaseStreamRetentionPeriodInput) => {
    const stream = requireActiveStream(kinesis, input);
    const hours = checkRetention(input.RetentionPeriodHours);
    const { name, retentionHours } = stream.state;
    if (hours < retentionHours) {
      throw new AwsError(
        'InvalidArgumentException',
        `Requested retention period (${hours} hours) for stream ${name} can not be shorter than existing retention ` +
          `period (${retentionHours} hours). Use DecreaseRetentionPeriod API.`,
      );
    }
    if (hours > retentionHours) kinesis.streams.update(stream, { kind: 'retention', hours });
    return {};
  };
}
