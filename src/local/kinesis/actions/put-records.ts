import type { PutRecordsInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { lengthWithin, matches, present, validate } from '../constraints.js';
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

function checkEntry(member: string, entry: Partial<PutEntry> | null): void {
  const { Data, PartitionKey: key, ExplicitHashKey } = entry ?? {};
  const simple = Data !== undefined && ExplicitHashKey === undefined;
  if (simple && key !== undefined && key.length >= 1 && key.length <= 256) return;
  validate(
    present(`${member}.data`, Data),
    present(`${member}.partitionKey`, key),
    lengthWithin(`${member}.partitionKey`, key, 1, 256),
    matches(`${member}.explicitHashKey`, ExplicitHashKey, /0|([1-9]\d{0,38})/),
  );
}
