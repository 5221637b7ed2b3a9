import type { Action } from '../../service.js';
import { ON_DEMAND_STREAM_LIMIT, provisionedShards, shardLimit } from '../account-limits.js';
import type { Kinesis } from '../kinesis.js';

/** The account's default limits and what of them is used. */
export function describeLimits(kinesis: Kinesis): Action {
  return () => ({
    ShardLimit: shardLimit(kinesis.cloud.region),
    OpenShardCount: provisionedShards(kinesis),
    OnDemandStreamCount: kinesis.streams.all().filter((s) => s.state.mode === 'ON_DEMAND').length,
    OnDemandStreamCountLimit: ON_DEMAND_STREAM_LIMIT,
  });
}
