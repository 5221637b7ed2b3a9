import type { CreateStreamInput } from '@aws-sdk/client-kinesis';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { checkRoomForShards, ON_DEMAND_STREAM_LIMIT } from '../account-limits.js';
import { name, oneOf, validate, valueWithin } from '../constraints.js';
import type { Kinesis } from '../kinesis.js';
import { ON_DEMAND_SHARDS } from '../stream/on-demand.js';
import { checkTags } from '../tags.js';

const MAX_CREATING = 5;

/**
 * CREATING, then ACTIVE. With neither mode nor shard count the stream is ON_DEMAND, as recorded on AWS
 * (test_create_stream_without_shard_count).
 */
export function createStream(kinesis: Kinesis): Action {
  return (input: CreateStreamInput) => {
    const streamName = input.StreamName ?? '';
    const mode =
      input.StreamModeDetails?.StreamMode ?? (input.ShardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
    const shardCount = mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : input.ShardCount;
    validate(
      name('streamName', streamName),
      oneOf('streamModeDetails.streamMode', mode, ['PROVISIONED', 'ON_DEMAND']),
      valueWithin('shardCount', input.ShardCount, 1, Number.MAX_SAFE_INTEGER),
      valueWithin('maxRecordSizeInKiB', input.MaxRecordSizeInKiB, 1024, 10_240),
    );
    if (mode === 'ON_DEMAND' && input.ShardCount !== undefined) {
      throw new AwsError('ValidationException', 'ShardCount must not be set for a stream in ON_DEMAND mode.');
    }
    if (shardCount === undefined) {
      throw new AwsError('ValidationException', 'ShardCount is required for a stream in PROVISIONED mode.');
    }
    if (input.WarmThroughputMiBps !== undefined) {
      throw new AwsError(
        'ValidationException',
        'WarmThroughputMiBps needs an account with MinimumThroughputBillingCommitment enabled; this one has none.',
      );
    }
    checkTags(input.Tags ?? {}, {}, streamName, kinesis.cloud.accountId);
    checkRoom(kinesis, streamName, mode, shardCount);
    kinesis.streams.create({
      name: streamName,
      mode,
      shardCount,
      tags: input.Tags ?? {},
      maxRecordKiB: input.MaxRecordSizeInKiB ?? 1024,
    });
    return {};
  };
}

function checkRoom(kinesis: Kinesis, streamName: string, mode: string, shardCount: number): void {
  const { accountId } = kinesis.cloud;
  if (kinesis.streams.find(streamName) !== undefined) {
    throw new AwsError(
      'ResourceInUseException',
      `Stream ${streamName} under account ${accountId} already exists.`,
    );
  }
  const all = kinesis.streams.all().map((s) => s.state);
  if (all.filter((s) => s.status === 'CREATING').length >= MAX_CREATING) {
    throw new AwsError(
      'LimitExceededException',
      `Number of streams in CREATING state for the account ${accountId} would exceed the limit of ${MAX_CREATING}.`,
    );
  }
  if (mode === 'ON_DEMAND') {
    if (all.filter((s) => s.mode === 'ON_DEMAND').length < ON_DEMAND_STREAM_LIMIT) return;
    throw new AwsError(
      'LimitExceededException',
      `This request would exceed the limit of ${ON_DEMAND_STREAM_LIMIT} on-demand streams for the account ${accountId}.`,
    );
  }
  checkRoomForShards(kinesis, shardCount);
}
