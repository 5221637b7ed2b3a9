import type { DecreaseStreamRetentionPeriodInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { type Kinesis, requireActiveStream } from '../kinesis.js';

const LEAST_HOURS = 24;
const MOST_HOURS = 8760;

/** Shortens retention; what is older than the new period is lost. The same period again changes nothing. */
export function decreaseStreamRetentionPeriod(kinesis: Kinesis): Action {
  return (input: DecreaseStreamRetentionPeriodInput) => {
    const stream = requireActiveStream(kinesis, input);
    const hours = checkRetention(input.RetentionPeriodHours);
    const { name, retentionHours } = stream.state;
    if (hours > retentionHours) {
      throw new AwsError(
        'InvalidArgumentException',
        `Requested retention period (${hours} hours) for stream ${name} can not be longer than existing retention ` +
          `period (${retentionHours} hours). Use IncreaseRetentionPeriod API.`,
      );
    }
    if (hours < retentionHours) kinesis.streams.update(stream, { kind: 'retention', hours });
    return {};
  };
}

/** @throws AwsError InvalidArgumentException outside 24 hours to 365 days */
export function checkRetention(hours = 0): number {
  if (hours >= LEAST_HOURS && hours <= MOST_HOURS) return hours;
  throw new AwsError(
    'InvalidArgumentException',
    hours < LEAST_HOURS
      ? `Minimum allowed retention period is ${LEAST_HOURS} hours. Requested retention period (${hours} hours) is too short.`
      : `Maximum allowed retention period is ${MOST_HOURS} hours. Requested retention period (${hours} hours) is too long.`,
  );
}
