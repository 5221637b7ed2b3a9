import { decimalOf } from './hash-key.js';
import type { Kinesis } from './kinesis.js';
import { streamArn } from './kinesis.js';
import { SequenceNumbers } from './sequence-number.js';
import type { ShardState, StreamState } from './stream/state.js';

/** A shard as the API describes it. */
export function describeShard(shard: ShardState): object {
  const numbers = new SequenceNumbers(shard.epochSeconds, shard.index);
  return {
    ShardId: shard.id,
    ParentShardId: shard.parent,
    AdjacentParentShardId: shard.adjacentParent,
    HashKeyRange: { StartingHashKey: decimalOf(shard.start), EndingHashKey: decimalOf(shard.end) },
    SequenceNumberRange: {
      StartingSequenceNumber: numbers.start(),
      EndingSequenceNumber: shard.closedAt === undefined ? undefined : numbers.end(shard.closedAt),
    },
  };
}

/** What DescribeStream and DescribeStreamSummary say alike. */
export function describeState(kinesis: Kinesis, state: StreamState): object {
  return {
    StreamName: state.name,
    StreamARN: streamArn(kinesis.cloud, state.name),
    StreamStatus: state.status,
    StreamModeDetails: { StreamMode: state.mode },
    RetentionPeriodHours: state.retentionHours,
    // AWS keeps whole seconds of it.
    StreamCreationTimestamp: new Date(Math.floor(state.createdAt / 1000) * 1000),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: state.keyId === undefined ? 'NONE' : 'KMS',
    KeyId: state.keyId,
  };
}
