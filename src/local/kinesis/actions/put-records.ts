import type { PutRecordsInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { lengthWithin, matches, validate } from '../constraints.js';
import { type Kinesis, requireReadyStream } from '../kinesis.js';
import { type PutEntry, putRecords as put, sizeOf } from '../put.js';
import { checkRecordSize } from './put-record.js';

const MAX_RECORDS = 500;
/** Data and partition keys together. Source: the API model's words on PutRecords. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/** Puts up to 500 records; a throttled one fails alone, with its error in its place of the reply. */
export function putRecords(kinesis: Kinesis): Action {
  return (input: PutRecordsInput) => {
    const stream = requireReadyStream(kinesis, input);
    const entries = (input.Records ?? []) as PutEntry[];
    if (entries.length < 1 || entries.length > MAX_RECORDS) {
      validate(lengthWithin('records', entries, 1, MAX_RECORDS));
    }
    let total = 0;
    for (const [i, entry] of entries.entries()) {
      checkEntry(`records.${i + 1}.member`, entry);
      const size = sizeOf(entry);
      checkRecordSize(stream, size);
      total += size;
    }
    if (total > MAX_REQUEST_BYTES) {
      throw new AwsError('InvalidArgumentException', 'Records size exceeds 10 MB limit');
    }
    const results = put(kinesis, stream, entries);
    return {
      FailedRecordCount: results.reduce((failed, result) => failed + ('ErrorCode' in result ? 1 : 0), 0),
      Records: results,
      EncryptionType: stream.state.keyId === undefined ? undefined : 'KMS',
    };
  };
}

function checkEntry(member: string, { PartitionKey, ExplicitHashKey }: PutEntry): void {
  if (PartitionKey.length >= 1 && PartitionKey.length <= 256 && ExplicitHashKey === undefined) return;
  validate(
    lengthWithin(`${member}.partitionKey`, PartitionKey, 1, 256),
    matches(`${member}.explicitHashKey`, ExplicitHashKey, /0|([1-9]\d{0,38})/),
  );
}
