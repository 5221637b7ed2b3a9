import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { page } from './page.js';
import { matchesTags } from './tags.js';

/** DescribeClusters: one by identifier (ClusterNotFound when absent), or all that match the tags, in pages. */
export function describeClusters(store: ClusterStore): Action {
  return (input) => {
    if (input.ClusterIdentifier) return { Clusters: [store.describe(store.get(input.ClusterIdentifier))] };
    const found = Object.values(store.clusters).filter((record) => matchesTags(record.tags, input));
    const { items, marker } = page(found, input);
    return { Clusters: items.map((record) => store.describe(record)), Marker: marker };
  };
}
