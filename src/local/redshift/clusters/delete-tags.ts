import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { taggedResource } from './tags.js';

/** DeleteTags: removes tags by key; a key that is not there is no error. */
export function deleteTags(store: ClusterStore): Action {
  return (input) => {
    const { tags } = taggedResource(store, input.ResourceName);
    const kept = tags.filter((tag) => !(input.TagKeys as string[]).includes(tag.Key));
    tags.splice(0, tags.length, ...kept);
    store.save();
    return {};
  };
}
