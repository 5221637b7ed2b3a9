import { randomUUID } from 'node:crypto';
import type { Action } from '../service.js';
import {
  type AlternateIdentifier,
  duplicate,
  type Group,
  hasExternalId,
  type IdentityStore,
  invalid,
  notFound,
  paged,
} from './store.js';

/** ListGroups, DescribeGroup, GetGroupId, CreateGroup, DeleteGroup. */
export function groupActions(store: IdentityStore): Record<string, Action> {
  const find = (storeId: string, groupId: string): Group => {
    const group = store.of(storeId).groups.find((candidate) => candidate.GroupId === groupId);
    if (!group) throw notFound('GROUP', groupId);
    return group;
  };
  return {
    ListGroups(input) {
      const { groups } = store.of(input.IdentityStoreId);
      const { items, next } = paged(groups.filter(filterOf(input.Filters)), input);
      return {
        Groups: items.map((group) => ({ ...group, IdentityStoreId: input.IdentityStoreId })),
        NextToken: next,
      };
    },
    DescribeGroup(input) {
      return { ...find(input.IdentityStoreId, input.GroupId), IdentityStoreId: input.IdentityStoreId };
    },
    GetGroupId(input) {
      const { groups } = store.of(input.IdentityStoreId);
      const group = groups.find(identifies(input.AlternateIdentifier));
      if (!group) throw notFound('GROUP', '');
      return { GroupId: group.GroupId, IdentityStoreId: input.IdentityStoreId };
    },
    CreateGroup(input) {
      const { groups } = store.of(input.IdentityStoreId);
      if (!input.DisplayName) throw invalid('DisplayName is required.');
      if (groups.some((group) => group.DisplayName === input.DisplayName))
        throw duplicate('GroupDisplayName');
      const { IdentityStoreId, ...members } = input;
      const group: Group = { ...members, GroupId: `${IdentityStoreId.slice(2)}-${randomUUID()}` };
      groups.push(group);
      store.save();
      return { GroupId: group.GroupId, IdentityStoreId };
    },
    DeleteGroup(input) {
      const group = find(input.IdentityStoreId, input.GroupId);
      const directory = store.of(input.IdentityStoreId);
      directory.groups = directory.groups.filter((candidate) => candidate !== group);
      store.save();
      return {};
    },
  };
}

/** The one filter that ListGroups takes. @throws AwsError ValidationException for another attribute */
function filterOf(
  filters: readonly { AttributePath: string; AttributeValue: string }[] | undefined,
): (group: Group) => boolean {
  const [filter, ...more] = filters ?? [];
  if (!filter) return () => true;
  if (more.length || filter.AttributePath.toLowerCase() !== 'displayname')
    throw invalid('ListGroups takes one filter, on DisplayName.');
  return (group) => group.DisplayName === filter.AttributeValue;
}

function identifies({ ExternalId, UniqueAttribute }: AlternateIdentifier): (group: Group) => boolean {
  if (ExternalId) return (group) => hasExternalId(group.ExternalIds, ExternalId);
  if (UniqueAttribute?.AttributePath.toLowerCase() !== 'displayname')
    throw invalid('AttributePath must be displayName.');
  return (group) => group.DisplayName === UniqueAttribute.AttributeValue;
}
