import { tagChanges } from './ownership.js';
import type { ResourceRequest } from './type.js';

/** Tags as EC2's create calls take them. */
export function tagSpecifications(
  request: ResourceRequest,
  ResourceType: string,
): { TagSpecifications: object[] } {
  return { TagSpecifications: [{ ResourceType, Tags: request.tags }] };
}

/** EC2 gives its own ids, so after a kill a thing is found by the tags it was made with. */
export async function findByTags(
  request: ResourceRequest,
  action: string,
  list: string,
  id: string,
): Promise<string | undefined> {
  const reply = await request.call('ec2', action, {
    // The API calls it so in this one action.
    [action === 'DescribeNatGateways' ? 'Filter' : 'Filters']: [
      { Name: 'tag:aws:cloudformation:stack-id', Values: [request.stackId] },
      { Name: 'tag:aws:cloudformation:logical-id', Values: [request.logicalId] },
    ],
  });
  const things = (reply[list] ?? []) as Record<string, string>[];
  const alive = things.filter((thing) => !/^delet/i.test(String(thing.State ?? '')));
  // One of the same resource may be about to be replaced: it is not the one just made.
  return alive.map((thing) => thing[id]).find((found) => found !== undefined && found !== request.previousId);
}

export async function updateTags(request: ResourceRequest): Promise<void> {
  const { added, removed } = tagChanges(request);
  const Resources = [request.physicalId];
  if (added.length > 0) await request.call('ec2', 'CreateTags', { Resources, Tags: added });
  if (removed.length > 0)
    await request.call('ec2', 'DeleteTags', { Resources, Tags: removed.map((Key) => ({ Key })) });
}
