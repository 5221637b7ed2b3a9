import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMineByMap, tagChanges, tagMap } from './ownership.js';
import { given, number, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::Logs::LogGroup. Ref is the name. */
export const logsLogGroup: ResourceType = {
  type: 'AWS::Logs::LogGroup',
  properties: ['KmsKeyId', 'LogGroupClass', 'RetentionInDays', 'Tags'],
  createOnly: ['LogGroupName'],
  name: { property: 'LogGroupName', maximum: 512 },
  attributes: ['Arn'],
  async create(request) {
    const { properties } = request;
    await request.call('logs', 'CreateLogGroup', {
      logGroupName: request.name,
      ...given({ kmsKeyId: text(properties.KmsKeyId), logGroupClass: text(properties.LogGroupClass) }),
      tags: tagMap(request.tags),
    });
    return request.name;
  },
  async find(request) {
    const reply = await unlessAbsent(
      request.call('logs', 'ListTagsForResource', { resourceArn: arnOf(request, request.name) }),
    );
    return reply && isMineByMap(reply.tags, request) ? request.name : undefined;
  },
  async configure(request) {
    if (request.properties.RetentionInDays !== undefined) await setRetention(request);
  },
  async read(request) {
    return { Arn: `${arnOf(request, request.physicalId)}:*` };
  },
  async update(request) {
    if (changed(request, 'RetentionInDays')) await setRetention(request);
    if (changed(request, 'KmsKeyId')) {
      const kmsKeyId = text(request.properties.KmsKeyId);
      const action = kmsKeyId === undefined ? 'DisassociateKmsKey' : 'AssociateKmsKey';
      await request.call('logs', action, given({ logGroupName: request.physicalId, kmsKeyId }));
    }
    if (changed(request, 'LogGroupClass')) throw new Error('LogGroupClass of a log group cannot be changed.');
    const { added, removed } = tagChanges(request);
    const resourceArn = arnOf(request, request.physicalId);
    if (added.length > 0) await request.call('logs', 'TagResource', { resourceArn, tags: tagMap(added) });
    if (removed.length > 0) await request.call('logs', 'UntagResource', { resourceArn, tagKeys: removed });
  },
  async remove(request) {
    await request.call('logs', 'DeleteLogGroup', { logGroupName: request.physicalId });
  },
};

function arnOf(request: ResourceRequest, name: string): string {
  return `arn:aws:logs:${request.region}:${request.accountId}:log-group:${name}`;
}

async function setRetention(request: ResourceRequest): Promise<void> {
  const retentionInDays = number(request.properties.RetentionInDays);
  const logGroupName = request.physicalId;
  if (retentionInDays === undefined) await request.call('logs', 'DeleteRetentionPolicy', { logGroupName });
  else await request.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays });
}
