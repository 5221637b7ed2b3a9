import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { page } from './describe.js';
import { applyFilters } from './filter.js';
import { type KindName, kindNames, kinds } from './kinds.js';
import type { Ec2Store, Tag } from './store.js';

/** CreateTags, DeleteTags, DescribeTags: for every kind of resource. */
export function tagActions(store: Ec2Store): Record<string, Action> {
  return {
    CreateTags(input) {
      const resources = (input.Resources as string[]).map((id) => taggable(store, id));
      for (const tag of input.Tags as Tag[])
        if (tag.Key.startsWith('aws:'))
          throw new AwsError(
            'InvalidParameterValue',
            `Tag keys starting with 'aws:' are reserved for internal use`,
          );
      for (const resource of resources) {
        const added = (input.Tags as Tag[]).map(({ Key, Value }) => ({ Key, Value: Value ?? '' }));
        const kept = resource.Tags.filter((old) => !added.some(({ Key }) => Key === old.Key));
        resource.Tags = [...kept, ...added];
      }
      store.save();
      return {};
    },
    DeleteTags(input) {
      const going: { Key?: string; Value?: string }[] | undefined = input.Tags;
      for (const resource of (input.Resources as string[]).map((id) => taggable(store, id))) {
        // Without tags all go; a tag with a value goes only where it has that value.
        resource.Tags = resource.Tags.filter(
          (tag) =>
            going?.length &&
            !going.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value)),
        );
      }
      store.save();
      return {};
    },
    DescribeTags(input) {
      const tags = kindNames.flatMap((kind) =>
        store.all(kind).flatMap((resource) => {
          const { idMember, resourceType } = kinds[kind];
          const id = (resource as unknown as Record<string, string>)[idMember];
          return resource.Tags.map(({ Key, Value }) => ({
            Key,
            Value,
            ResourceId: id,
            ResourceType: resourceType,
          }));
        }),
      );
      const own = {
        key: 'Key',
        value: 'Value',
        'resource-id': 'ResourceId',
        'resource-type': 'ResourceType',
      };
      const { items, NextToken } = page(applyFilters(tags, input.Filters, own, new Set()), input);
      return { Tags: items, NextToken };
    },
  };
}

function taggable(store: Ec2Store, id: string): { Tags: Tag[] } {
  const prefix = id.slice(0, id.lastIndexOf('-'));
  const kind = kindNames.find((name: KindName) => kinds[name].prefix === prefix);
  if (!kind) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  return store.get(kind, id);
}
