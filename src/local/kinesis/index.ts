import type { Cloud } from '../cloud.js';
import { MinuteMetrics } from '../minute-metrics.js';
import type { Action, Service } from '../service.js';
import { kinesisAccess } from './access.js';
import { addTagsToStream } from './actions/add-tags-to-stream.js';
import { createStream } from './actions/create-stream.js';
import { decreaseStreamRetentionPeriod } from './actions/decrease-stream-retention-period.js';
import { deleteResourcePolicy } from './actions/delete-resource-policy.js';
import { deleteStream } from './actions/delete-stream.js';
import { deregisterStreamConsumer } from './actions/deregister-stream-consumer.js';
import { describeLimits } from './actions/describe-limits.js';
import { describeStream } from './actions/describe-stream.js';
import { describeStreamConsumer } from './actions/describe-stream-consumer.js';
import { describeStreamSummary } from './actions/describe-stream-summary.js';
import { getRecords } from './actions/get-records.js';
import { getResourcePolicy } from './actions/get-resource-policy.js';
import { getShardIterator } from './actions/get-shard-iterator.js';
import { increaseStreamRetentionPeriod } from './actions/increase-stream-retention-period.js';
import { listShards } from './actions/list-shards.js';
import { listStreamConsumers } from './actions/list-stream-consumers.js';
import { listStreams } from './actions/list-streams.js';
import { listTagsForResource } from './actions/list-tags-for-resource.js';
import { listTagsForStream } from './actions/list-tags-for-stream.js';
import { mergeShards } from './actions/merge-shards.js';
import { putRecord } from './actions/put-record.js';
import { putRecords } from './actions/put-records.js';
import { putResourcePolicy } from './actions/put-resource-policy.js';
import { registerStreamConsumer } from './actions/register-stream-consumer.js';
import { removeTagsFromStream } from './actions/remove-tags-from-stream.js';
import { splitShard } from './actions/split-shard.js';
import { startStreamEncryption } from './actions/start-stream-encryption.js';
import { stopStreamEncryption } from './actions/stop-stream-encryption.js';
import { subscribeToShard } from './actions/subscribe-to-shard.js';
import { tagResource } from './actions/tag-resource.js';
import { untagResource } from './actions/untag-resource.js';
import { updateMaxRecordSize } from './actions/update-max-record-size.js';
import { updateShardCount } from './actions/update-shard-count.js';
import { updateStreamMode } from './actions/update-stream-mode.js';
import type { Kinesis } from './kinesis.js';
import type { StreamReader } from './reader.js';
import { StoreReader } from './store-reader.js';
import { StreamRegistry } from './stream/registry.js';
import { OpaqueTokens } from './tokens.js';

const ACTIONS: Record<string, (kinesis: Kinesis) => Action> = {
  AddTagsToStream: addTagsToStream,
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteStream: deleteStream,
  DeregisterStreamConsumer: deregisterStreamConsumer,
  DescribeLimits: describeLimits,
  DescribeStream: describeStream,
  DescribeStreamConsumer: describeStreamConsumer,
  DescribeStreamSummary: describeStreamSummary,
  GetRecords: getRecords,
  GetResourcePolicy: getResourcePolicy,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
  ListShards: listShards,
  ListStreamConsumers: listStreamConsumers,
  ListStreams: listStreams,
  ListTagsForResource: listTagsForResource,
  ListTagsForStream: listTagsForStream,
  MergeShards: mergeShards,
  PutRecord: putRecord,
  PutRecords: putRecords,
  PutResourcePolicy: putResourcePolicy,
  RegisterStreamConsumer: registerStreamConsumer,
  RemoveTagsFromStream: removeTagsFromStream,
  SplitShard: splitShard,
  StartStreamEncryption: startStreamEncryption,
  StopStreamEncryption: stopStreamEncryption,
  SubscribeToShard: subscribeToShard,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateMaxRecordSize: updateMaxRecordSize,
  UpdateShardCount: updateShardCount,
  UpdateStreamMode: updateStreamMode,
};

/**
 * Kinesis Data Streams, with its files under `kinesis/` in the cloud's folder.
 * @throws Error when that folder's document is not one of the local cloud's
 */
export function createKinesisService(cloud: Cloud): { service: Service; reader: StreamReader } {
  const streams = new StreamRegistry(cloud);
  const metrics = new MinuteMetrics(cloud, 'AWS/Kinesis', 'StreamName', 'kinesis.amazonaws.com');
  const kinesis: Kinesis = { cloud, streams, tokens: new OpaqueTokens(streams.tokenKey), metrics };
  const actions = Object.fromEntries(Object.entries(ACTIONS).map(([name, make]) => [name, make(kinesis)]));
  const service: Service = {
    id: 'kinesis',
    access: kinesisAccess(kinesis.tokens),
    actions,
    start: () => streams.start(),
    async stop() {
      await metrics.stop();
      await streams.stop();
    },
  };
  return { service, reader: new StoreReader(streams) };
}
