import type { GetShardIteratorInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { matches, oneOf, validate } from '../constraints.js';
import { type Kinesis, requireReadyStream, requireShard } from '../kinesis.js';
import { parseSequenceNumber } from '../sequence-number.js';
import { sealIterator } from '../shard-iterator.js';
import type { LiveShard, Stream } from '../stream/stream.js';

const TYPES = ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON', 'AT_SEQUENCE_NUMBER'];

/** All five types. The place is fixed now: what arrives after this call lies behind a LATEST iterator. */
export function getShardIterator(kinesis: Kinesis): Action {
  return async (input: GetShardIteratorInput) => {
    validate(
      oneOf('shardIteratorType', input.ShardIteratorType, TYPES),
      matches('startingSequenceNumber', input.StartingSequenceNumber, /0|([1-9]\d{0,128})/),
    );
    const stream = requireReadyStream(kinesis, input);
    const shard = requireShard(kinesis, stream, input.ShardId ?? '');
    const recordIndex = await startOf(kinesis, stream, stream.live(shard), input);
    const { name, uid } = stream.state;
    return {
      ShardIterator: sealIterator(kinesis.tokens, { stream: name, uid, shardId: shard.id, recordIndex }),
    };
  };
}

function startOf(
  kinesis: Kinesis,
  stream: Stream,
  shard: LiveShard,
  input: GetShardIteratorInput,
): number | Promise<number> {
  const { ShardIteratorType: type, StartingSequenceNumber: sequenceNumber } = input;
  const needsNumber = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  if (needsNumber !== (sequenceNumber !== undefined)) {
    throw new AwsError(
      'InvalidArgumentException',
      'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
        `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} and ` +
        `${sequenceNumber === undefined ? 'no' : 'also a'} StartingSequenceNumber.`,
    );
  }
  if (sequenceNumber !== undefined) {
    const index = indexOf(kinesis, stream, shard, sequenceNumber);
    return type === 'AFTER_SEQUENCE_NUMBER' ? index + 1 : index;
  }
  if (type === 'LATEST') return shard.log.next;
  if (type === 'TRIM_HORIZON') return 0;
  if (!input.Timestamp) {
    throw new AwsError(
      'InvalidArgumentException',
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
    );
  }
  const time = input.Timestamp.getTime();
  const now = Date.now();
  if (time > now) {
    throw new AwsError(
      'InvalidArgumentException',
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
        `timestampInMillis: ${time}, currentTimestampInMillis: ${now}`,
    );
  }
  return shard.log.indexAt(time);
}

function indexOf(kinesis: Kinesis, stream: Stream, shard: LiveShard, text: string): number {
  const position = parseSequenceNumber(text);
  const used =
    `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shard.state.id} in stream ` +
    `${stream.state.name} under account ${kinesis.cloud.accountId} is invalid`;
  if (position === undefined) throw new AwsError('InvalidArgumentException', `${used}.`);
  if (position.shardIndex !== shard.state.index) {
    throw new AwsError(
      'InvalidArgumentException',
      `Invalid StartingSequenceNumber. It encodes shardId-${String(position.shardIndex).padStart(12, '0')}, ` +
        `while it was used in a call to a shard with ${shard.state.id}`,
    );
  }
  if (position.epochSeconds !== shard.state.epochSeconds) {
    throw new AwsError('InvalidArgumentException', `${used} because it did not come from this stream.`);
  }
  return position.recordIndex;
}
