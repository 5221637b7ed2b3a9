import type { UpdateMaxRecordSizeInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { validate, valueWithin } from '../constraints.js';
import { type Kinesis, requireActiveStream } from '../kinesis.js';

/** From 1 MiB (the default) to 10 MiB a record. */
export function updateMaxRecordSize(kinesis: Kinesis): Action {
  return (input: UpdateMaxRecordSizeInput) => {
    const kib = input.MaxRecordSizeInKiB ?? 1024;
    validate(valueWithin('maxRecordSizeInKiB', kib, 1024, 10_240));
    kinesis.streams.update(requireActiveStream(kinesis, input), { kind: 'record size', kib });
    return {};
  };
}
