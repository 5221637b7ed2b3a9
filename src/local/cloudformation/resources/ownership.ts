import type { Tag } from '../records.js';
import type { ResourceRequest } from './type.js';

/** Whether tags say that a thing was made for this resource of this stack. */
export function isMine(
  tags: readonly { Key?: string; Value?: string }[] | undefined,
  request: ResourceRequest,
): boolean {
  const value = (key: string) => tags?.find((tag) => tag.Key === key)?.Value;
  return (
    value('aws:cloudformation:stack-id') === request.stackId &&
    value('aws:cloudformation:logical-id') === request.logicalId
  );
}

/** As `isMine`, of tags that an API gives as a map. */
export function isMineByMap(tags: Record<string, string> | undefined, request: ResourceRequest): boolean {
  return isMine(
    Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    request,
  );
}

export function tagMap(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]));
}

/** What an update must add and take away. */
export function tagChanges(request: ResourceRequest): { added: Tag[]; removed: string[] } {
  const added = request.tags.filter(
    (tag) => !request.previousTags.some((old) => old.Key === tag.Key && old.Value === tag.Value),
  );
  const removed = request.previousTags
    .filter((old) => !request.tags.some((tag) => tag.Key === old.Key))
    .map((tag) => tag.Key);
  return { added, removed };
}
