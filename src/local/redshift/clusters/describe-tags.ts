import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { page } from './page.js';
import { matchesTags, taggedResource, taggedResources } from './tags.js';

/** DescribeTags: by resource, by type, by keys and values. */
export function describeTags(store: ClusterStore): Action {
  return (input) => {
    const resources = input.ResourceName
      ? [taggedResource(store, input.ResourceName)]
      : taggedResources(store);
    const found = resources
      .filter((resource) => !input.ResourceType || resource.type === input.ResourceType)
      .flatMap((resource) =>
        resource.tags
          .filter((tag) => matchesTags([tag], input))
          .map((tag) => ({ Tag: tag, ResourceName: resource.arn, ResourceType: resource.type })),
      );
    const { items, marker } = page(found, input);
    return { TaggedResources: items, Marker: marker };
  };
}
