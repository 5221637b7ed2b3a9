import type { PutRecordInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { lengthWithin, matches, validate } from '../constraints.js';
import { type Kinesis, requireReadyStream } from '../kinesis.js';
import { type PutEntry, putRecords, sizeOf } from '../put.js';
import { parseSequenceNumber } from '../sequence-number.js';
import type { Stream } from '../stream/stream.js';

/** Puts one record. @throws AwsError ProvisionedThroughputExceededException, InternalFailureException on a full disk */
export function putRecord(kinesis: Kinesis): Action {
  return (input: PutRecordInput) => {
    const stream = requireReadyStream(kinesis, input);
    const entry = input as PutEntry;
    validate(
      lengthWithin('partitionKey', entry.PartitionKey, 1, 256),
      matches('explicitHashKey', entry.ExplicitHashKey, /0|([1-9]\d{0,38})/),
      matches('sequenceNumberForOrdering', input.SequenceNumberForOrdering, /0|([1-9]\d{0,128})/),
    );
    checkRecordSize(stream, sizeOf(entry));
    checkOrdering(kinesis, stream, input.SequenceNumberForOrdering);
    const [result] = putRecords(kinesis, stream, [entry]);
    if (result === undefined || 'ErrorCode' in result) {
      const code = result?.ErrorCode === 'InternalFailure' ? 'InternalFailureException' : result?.ErrorCode;
      throw new AwsError(
        code ?? 'InternalFailureException',
        result?.ErrorMessage ?? 'Internal Service Failure.',
      );
    }
    return { ...result, EncryptionType: stream.state.keyId === undefined ? undefined : 'KMS' };
  };
}

/** @param size of data and partition key, which the model's words on PutRecords count together */
export function checkRecordSize(stream: Stream, size: number): void {
  const most = stream.state.maxRecordKiB * 1024;
  if (size <= most) return;
  throw new AwsError(
    'InvalidArgumentException',
    `Record size of ${size} bytes exceeds the stream's maximum record size of ${most} bytes.`,
  );
}

/** Every sequence number given out here is above all before it, so the member only has to be one of this cloud's. */
function checkOrdering(kinesis: Kinesis, stream: Stream, text: string | undefined): void {
  if (text === undefined) return;
  const position = parseSequenceNumber(text);
  const shard = stream.state.shards.find((s) => s.index === position?.shardIndex);
  if (position && shard && position.recordIndex < stream.live(shard).log.next) return;
  throw new AwsError(
    'InvalidArgumentException',
    `ExclusiveMinimumSequenceNumber ${text} used in PutRecord on stream ${stream.state.name} under account ` +
      `${kinesis.cloud.accountId} is invalid.`,
  );
}
