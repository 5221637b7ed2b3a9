import type { MergeShardsInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { type Kinesis, requireActiveStream, requireShard } from '../kinesis.js';
import { areAdjacent } from '../stream/shards.js';
import { requireOpen, requireProvisioned } from './split-shard.js';

/** Closes two neighbouring shards and opens one. */
export function mergeShards(kinesis: Kinesis): Action {
  return (input: MergeShardsInput) => {
    const stream = requireActiveStream(kinesis, input);
    requireProvisioned(stream, 'MergeShards');
    const shard = requireShard(kinesis, stream, input.ShardToMerge ?? '');
    const adjacent = requireShard(kinesis, stream, input.AdjacentShardToMerge ?? '');
    requireOpen(kinesis, stream, shard, 'MergeShards');
    requireOpen(kinesis, stream, adjacent, 'MergeShards');
    if (!areAdjacent(shard, adjacent)) {
      throw new AwsError(
        'InvalidArgumentException',
        `Shards ${shard.id} and ${adjacent.id} in stream ${stream.state.name} under account ` +
          `${kinesis.cloud.accountId} are not an adjacent pair of shards eligible for merging`,
      );
    }
    kinesis.streams.update(stream, { kind: 'merge', shardId: shard.id, adjacentId: adjacent.id });
    return {};
  };
}
