import type { GetRecordsInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { lengthWithin, validate, valueWithin } from '../constraints.js';
import { decimalOf } from '../hash-key.js';
import { type Kinesis, streamArn } from '../kinesis.js';
import { ENCRYPTED, type LogRecord } from '../log/record-format.js';
import { openIterator, sealIterator } from '../shard-iterator.js';
import { isOpen } from '../stream/shards.js';
import type { ShardState } from '../stream/state.js';
import type { LiveShard, Stream } from '../stream/stream.js';

const MAX_RECORDS = 10_000;
const MAX_BYTES = 10 * 1024 * 1024;

/** Reads on from an iterator. At the end of a closed shard there is no next iterator, but the shard's children. */
export function getRecords(kinesis: Kinesis): Action {
  return async (input: GetRecordsInput) => {
    validate(
      lengthWithin('shardIterator', input.ShardIterator, 1, 512),
      valueWithin('limit', input.Limit, 1, MAX_RECORDS),
    );
    const position = openIterator(kinesis.tokens, input.ShardIterator ?? '');
    const { stream, shard } = locate(kinesis, position);
    if (input.StreamARN !== undefined && input.StreamARN !== streamArn(kinesis.cloud, position.stream)) {
      throw new AwsError(
        'InvalidArgumentException',
        'Invalid ShardIterator: it is not of the stream that StreamARN names.',
      );
    }
    const live = stream.live(shard);
    const limited = kinesis.cloud.settings.kinesisLimits;
    if (limited && !live.throughput.admitRead(Date.now())) throw throttled(kinesis, stream, shard);

    const limit = { records: input.Limit ?? MAX_RECORDS, bytes: MAX_BYTES };
    const { records, next } = await live.log.read(position.recordIndex, limit, stream.horizon(Date.now()));
    if (limited) live.throughput.countRead(bytesOf(records), Date.now());

    const atTip = next >= live.log.next;
    const ended = atTip && !isOpen(shard);
    return {
      Records: records.map((record) => inAwsShape(live, record)),
      NextShardIterator: ended ? undefined : sealIterator(kinesis.tokens, { ...position, recordIndex: next }),
      MillisBehindLatest: atTip ? 0 : Math.max(0, Date.now() - (records.at(-1)?.arrivalMs ?? Date.now())),
      ChildShards: ended ? childrenOf(stream, shard) : undefined,
    };
  };
}

function locate(
  kinesis: Kinesis,
  position: { stream: string; uid: string; shardId: string },
): { stream: Stream; shard: ShardState } {
  const stream = kinesis.streams.find(position.stream);
  const shard = stream?.state.uid === position.uid ? stream.shard(position.shardId) : undefined;
  if (stream !== undefined && shard !== undefined) return { stream, shard };
  throw new AwsError(
    'ResourceNotFoundException',
    `Shard ${position.shardId} in stream ${position.stream} under account ${kinesis.cloud.accountId} does not exist`,
  );
}

function inAwsShape(shard: LiveShard, record: LogRecord): object {
  return {
    SequenceNumber: shard.sequence.of(record.index, record.arrivalMs),
    ApproximateArrivalTimestamp: new Date(record.arrivalMs),
    Data: record.data,
    PartitionKey: record.partitionKey,
    EncryptionType: (record.flags & ENCRYPTED) === 0 ? undefined : 'KMS',
  };
}

function childrenOf(stream: Stream, shard: ShardState): object[] {
  return stream.state.shards
    .filter((s) => s.parent === shard.id || s.adjacentParent === shard.id)
    .map((s) => ({
      ShardId: s.id,
      ParentShards: [s.parent, s.adjacentParent].filter((id) => id !== undefined),
      HashKeyRange: { StartingHashKey: decimalOf(s.start), EndingHashKey: decimalOf(s.end) },
    }));
}

function bytesOf(records: LogRecord[]): number {
  return records.reduce((sum, r) => sum + r.data.length + r.partitionKey.length, 0);
}

function throttled(kinesis: Kinesis, stream: Stream, shard: ShardState): AwsError {
  return new AwsError(
    'ProvisionedThroughputExceededException',
    `Rate exceeded for shard ${shard.id} in stream ${stream.state.name} under account ${kinesis.cloud.accountId}.`,
  );
}
