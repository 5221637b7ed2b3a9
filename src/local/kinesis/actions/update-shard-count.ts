import type { UpdateShardCountInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { checkRoomForShards } from '../account-limits.js';
import { oneOf, validate, valueWithin } from '../constraints.js';
import { type Kinesis, requireActiveStream, streamArn } from '../kinesis.js';
import { requireProvisioned } from './split-shard.js';

const DAY_MS = 86_400_000;
const MOST_A_DAY = 10;

/** Scales evenly, at most to double and at least to half of the open shards, ten times in 24 hours. */
export function updateShardCount(kinesis: Kinesis): Action {
  return (input: UpdateShardCountInput) => {
    const target = input.TargetShardCount ?? 0;
    validate(
      valueWithin('targetShardCount', target, 1, 10_000),
      oneOf('scalingType', input.ScalingType, ['UNIFORM_SCALING']),
    );
    const stream = requireActiveStream(kinesis, input);
    requireProvisioned(stream, 'UpdateShardCount');
    const open = stream.open().length;
    checkTarget(open, target);
    if (target > open) checkRoomForShards(kinesis, target - open);
    const now = Date.now();
    const recent = stream.state.scaledAt.filter((time) => time > now - DAY_MS);
    if (recent.length >= MOST_A_DAY) {
      throw new AwsError(
        'LimitExceededException',
        `Stream ${stream.state.name} was scaled ${MOST_A_DAY} times in the last 24 hours, which is the limit.`,
      );
    }
    if (target !== open) {
      kinesis.streams.change(stream, (state) => {
        state.scaledAt = [...recent, now];
      });
      kinesis.streams.update(stream, { kind: 'scale', target });
    }
    return {
      StreamName: stream.state.name,
      CurrentShardCount: open,
      TargetShardCount: target,
      StreamARN: streamArn(kinesis.cloud, stream.state.name),
    };
  };
}

function checkTarget(open: number, target: number): void {
  if (target > 2 * open) {
    throw new AwsError(
      'LimitExceededException',
      `UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: ${open} ` +
        `Target shard count: ${target}`,
    );
  }
  if (2 * target < open) {
    throw new AwsError(
      'LimitExceededException',
      `UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: ${open} ` +
        `Target shard count: ${target}`,
    );
  }
}
