import type { SplitShardInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { checkRoomForShards } from '../account-limits.js';
import { matches, validate } from '../constraints.js';
import { decimalOf, hashKeyOf, numberOf } from '../hash-key.js';
import { type Kinesis, requireActiveStream, requireShard } from '../kinesis.js';
import { isOpen } from '../stream/shards.js';
import type { ShardState } from '../stream/state.js';
import type { Stream } from '../stream/stream.js';

/** Closes the shard and opens two: below and from NewStartingHashKey on. */
export function splitShard(kinesis: Kinesis): Action {
  return (input: SplitShardInput) => {
    const text = input.NewStartingHashKey ?? '';
    validate(matches('newStartingHashKey', text, /0|([1-9]\d{0,38})/));
    const stream = requireActiveStream(kinesis, input);
    requireProvisioned(stream, 'SplitShard');
    const shard = requireShard(kinesis, stream, input.ShardToSplit ?? '');
    requireOpen(kinesis, stream, shard, 'SplitShard');
    checkRoomForShards(kinesis, 1);
    const at = BigInt(text);
    const key = hashKeyOf(at);
    if (key === undefined || at <= numberOf(shard.start) + 1n || at >= numberOf(shard.end)) {
      throw new AwsError(
        'InvalidArgumentException',
        `NewStartingHashKey ${text} used in SplitShard() on shard ${shard.id} in stream ${stream.state.name} under ` +
          `account ${kinesis.cloud.accountId} is not both greater than one plus the shard's StartingHashKey ` +
          `${decimalOf(shard.start)} and less than the shard's EndingHashKey ${decimalOf(shard.end)}.`,
      );
    }
    kinesis.streams.update(stream, { kind: 'split', shardId: shard.id, at: key });
    return {};
  };
}

/** @throws AwsError ValidationException for an on-demand stream, whose shards AWS manages */
export function requireProvisioned(stream: Stream, action: string): void {
  if (stream.state.mode === 'PROVISIONED') return;
  throw new AwsError(
    'ValidationException',
    `Request is invalid. ${action} is not supported for the stream ${stream.state.name} in ON_DEMAND mode.`,
  );
}

/** @throws AwsError InvalidArgumentException for a closed shard */
export function requireOpen(kinesis: Kinesis, stream: Stream, shard: ShardState, action: string): void {
  if (isOpen(shard)) return;
  throw new AwsError(
    'InvalidArgumentException',
    `Shard ${shard.id} in stream ${stream.state.name} under account ${kinesis.cloud.accountId} is closed: ` +
      `${action} needs an open shard.`,
  );
}
