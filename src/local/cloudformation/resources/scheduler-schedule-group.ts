import { unlessAbsent } from './absent.js';
import { tagChanges } from './ownership.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::Scheduler::ScheduleGroup. Ref is the name. */
export const schedulerScheduleGroup: ResourceType = {
  type: 'AWS::Scheduler::ScheduleGroup',
  properties: ['Tags'],
  createOnly: ['Name'],
  name: { property: 'Name', maximum: 64 },
  attributes: ['Arn', 'CreationDate', 'LastModificationDate', 'State'],
  // A second call with the same ClientToken is the same call, so after a kill it is simply made again.
  async create(request) {
    await request.call('scheduler', 'CreateScheduleGroup', {
      Name: request.name,
      ClientToken: request.token.slice(0, 64),
      Tags: request.tags,
    });
    return request.name;
  },
  async read(request) {
    const reply = await group(request);
    return {
      Arn: reply.Arn,
      State: reply.State,
      CreationDate: iso(reply.CreationDate),
      LastModificationDate: iso(reply.LastModificationDate),
    };
  },
  async update(request) {
    const { Arn } = await group(request);
    const { added, removed } = tagChanges(request);
    if (added.length > 0) await request.call('scheduler', 'TagResource', { ResourceArn: Arn, Tags: added });
    if (removed.length > 0)
      await request.call('scheduler', 'UntagResource', { ResourceArn: Arn, TagKeys: removed });
  },
  async remove(request) {
    await request.call('scheduler', 'DeleteScheduleGroup', { Name: request.physicalId });
  },
  async gone(request) {
    return (await unlessAbsent(group(request))) === undefined;
  },
};

function group(request: ResourceRequest) {
  return request.call('scheduler', 'GetScheduleGroup', { Name: request.physicalId });
}

const iso = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
