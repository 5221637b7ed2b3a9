import type { Action } from '../../service.js';
import type { Tag } from './cluster-record.js';
import type { ClusterStore } from './cluster-store.js';
import { taggedResource } from './tags.js';

/** CreateTags: sets tags by key; an existing key takes the new value. */
export function createTags(store: ClusterStore): Action {
  return (input) => {
    const { tags } = taggedResource(store, input.ResourceName);
    for (const { Key, Value = '' } of input.Tags as Tag[]) {
      const there = tags.find((tag) => tag.Key === Key);
      if (there) there.Value = Value;
      else tags.push({ Key, Value });
    }
    store.save();
    return {};
  };
}
