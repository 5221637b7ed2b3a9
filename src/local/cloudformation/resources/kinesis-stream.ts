import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine, tagChanges, tagMap } from './ownership.js';
import { number, object, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

const DEFAULT_RETENTION = 24;

/** AWS::Kinesis::Stream. Ref is the name. */
export const kinesisStream: ResourceType = {
  type: 'AWS::Kinesis::Stream',
  properties: ['Name', 'ShardCount', 'RetentionPeriodHours', 'StreamEncryption', 'StreamModeDetails', 'Tags'],
  createOnly: ['Name'],
  name: { property: 'Name', maximum: 128 },
  attributes: ['Arn'],
  async create(request) {
    const mode = modeOf(request.properties);
    await request.call('kinesis', 'CreateStream', {
      StreamName: request.name,
      StreamModeDetails: { StreamMode: mode },
      ...(mode === 'PROVISIONED' && { ShardCount: number(request.properties.ShardCount) ?? 1 }),
      Tags: tagMap(request.tags),
    });
    return request.name;
  },
  async find(request) {
    const reply = await unlessAbsent(
      request.call('kinesis', 'ListTagsForStream', { StreamName: request.name }),
    );
    return reply && isMine(reply.Tags, request) ? request.name : undefined;
  },
  async configure(request) {
    await active(request);
    await setRetention(request);
    await setEncryption(request);
  },
  async ready(request) {
    return (await summary(request)).StreamStatus === 'ACTIVE';
  },
  async read(request) {
    return { Arn: (await summary(request)).StreamARN };
  },
  async update(request) {
    if (changed(request, 'StreamModeDetails') && modeOf(request.properties) !== modeOf(request.previous)) {
      const { StreamARN } = await summary(request);
      await request.call('kinesis', 'UpdateStreamMode', {
        StreamARN,
        StreamModeDetails: { StreamMode: modeOf(request.properties) },
      });
      await active(request);
    }
    const shards = number(request.properties.ShardCount);
    if (
      modeOf(request.properties) === 'PROVISIONED' &&
      changed(request, 'ShardCount') &&
      shards !== undefined
    ) {
      await request.call('kinesis', 'UpdateShardCount', {
        StreamName: request.physicalId,
        TargetShardCount: shards,
        ScalingType: 'UNIFORM_SCALING',
      });
      await active(request);
    }
    await setRetention(request);
    await setEncryption(request);
    const { added, removed } = tagChanges(request);
    if (added.length > 0) {
      await request.call('kinesis', 'AddTagsToStream', {
        StreamName: request.physicalId,
        Tags: tagMap(added),
      });
    }
    if (removed.length > 0) {
      await request.call('kinesis', 'RemoveTagsFromStream', {
        StreamName: request.physicalId,
        TagKeys: removed,
      });
    }
  },
  async remove(request) {
    await request.call('kinesis', 'DeleteStream', {
      StreamName: request.physicalId,
      EnforceConsumerDeletion: true,
    });
  },
  async gone(request) {
    return (await unlessAbsent(summary(request))) === undefined;
  },
};

/** Without a mode a stream is provisioned (recorded: resources/test_kinesis test_default_parameters_kinesis). */
function modeOf(properties: ResourceRequest['properties']): string {
  return text(object(properties.StreamModeDetails)?.StreamMode) ?? 'PROVISIONED';
}

async function summary(request: ResourceRequest) {
  const reply = await request.call('kinesis', 'DescribeStreamSummary', { StreamName: request.physicalId });
  return reply.StreamDescriptionSummary;
}

function active(request: ResourceRequest): Promise<void> {
  return request.until(async () => (await summary(request)).StreamStatus === 'ACTIVE');
}

async function setRetention(request: ResourceRequest): Promise<void> {
  const wanted = number(request.properties.RetentionPeriodHours) ?? DEFAULT_RETENTION;
  const { RetentionPeriodHours: present } = await summary(request);
  if (wanted === present) return;
  const action = wanted > present ? 'IncreaseStreamRetentionPeriod' : 'DecreaseStreamRetentionPeriod';
  await request.call('kinesis', action, { StreamName: request.physicalId, RetentionPeriodHours: wanted });
  await active(request);
}

async function setEncryption(request: ResourceRequest): Promise<void> {
  const wanted = object(request.properties.StreamEncryption);
  const present = await summary(request);
  const key = text(wanted?.KeyId);
  if (wanted && present.EncryptionType === 'KMS' && present.KeyId === key) return;
  if (!wanted && present.EncryptionType !== 'KMS') return;
  await request.call('kinesis', wanted ? 'StartStreamEncryption' : 'StopStreamEncryption', {
    StreamName: request.physicalId,
    EncryptionType: 'KMS',
    KeyId: key ?? present.KeyId,
  });
  await active(request);
}
