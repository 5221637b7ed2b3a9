import { AwsError } from '../protocol/errors.js';
import type { Kinesis } from './kinesis.js';
import { openShards } from './stream/shards.js';

/** Source: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const ON_DEMAND_STREAM_LIMIT = 50;
const LARGE_REGIONS = new Set(['us-east-1', 'us-west-2', 'eu-west-1']);
const MIDDLE_REGIONS = new Set([
  ...['us-east-2', 'ap-northeast-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  ...['eu-central-1', 'eu-west-3'],
]);

/** Default shard quota. Source: AWS general reference, 'Amazon Kinesis Data Streams endpoints and quotas'. */
export function shardLimit(region: string): number {
  if (LARGE_REGIONS.has(region)) return 20_000;
  return MIDDLE_REGIONS.has(region) ? 6000 : 1000;
}

/** Open shards of the account's provisioned streams, which the shard limit counts. */
export function provisionedShards(kinesis: Kinesis): number {
  return kinesis.streams
    .all()
    .filter((s) => s.state.mode === 'PROVISIONED')
    .reduce((sum, s) => sum + openShards(s.state).length, 0);
}

/** @throws AwsError LimitExceededException */
export function checkRoomForShards(kinesis: Kinesis, more: number): void {
  const { accountId, region } = kinesis.cloud;
  const present = provisionedShards(kinesis);
  const limit = shardLimit(region);
  if (present + more <= limit) return;
  throw new AwsError(
    'LimitExceededException',
    `This request would exceed the shard limit for the account ${accountId} in ${region}. Current shard count for ` +
      `the account: ${present}. Limit: ${limit}. Number of additional shards that would have resulted from this ` +
      `request: ${more}. Refer to the AWS Service Limits page ` +
      '(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request ' +
      'higher limits.',
  );
}
