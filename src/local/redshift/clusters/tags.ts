import { AwsError } from '../../protocol/errors.js';
import type { Tag } from './cluster-record.js';
import type { ClusterStore } from './cluster-store.js';

/** Whether a resource's tags match a Describe call's TagKeys and TagValues (any of each). */
export function matchesTags(
  tags: readonly Tag[],
  wanted: { TagKeys?: string[]; TagValues?: string[] },
): boolean {
  const keys = wanted.TagKeys ?? [];
  const values = wanted.TagValues ?? [];
  return (
    (keys.length === 0 || tags.some((tag) => keys.includes(tag.Key))) &&
    (values.length === 0 || tags.some((tag) => values.includes(tag.Value)))
  );
}

/** A resource that carries tags. `type` is DescribeTags' ResourceType. */
export interface Tagged {
  arn: string;
  type: string;
  tags: Tag[];
}

/** Everything in the store that carries tags; the `tags` arrays are the stored ones. */
export function taggedResources(store: ClusterStore): Tagged[] {
  return [
    ...Object.values(store.clusters).map((c) => ({
      arn: store.arn('cluster', c.identifier),
      type: 'cluster',
      tags: c.tags,
    })),
    ...Object.values(store.subnetGroups).map((g) => ({
      arn: store.arn('subnetgroup', g.name),
      type: 'subnetgroup',
      tags: g.tags,
    })),
    ...Object.values(store.parameterGroups).map((g) => ({
      arn: store.arn('parametergroup', g.name),
      type: 'parametergroup',
      tags: g.tags,
    })),
  ];
}

/** @throws AwsError ResourceNotFoundFault */
export function taggedResource(store: ClusterStore, arn: string): Tagged {
  const found = taggedResources(store).find((resource) => resource.arn === arn);
  if (!found) throw new AwsError('ResourceNotFoundFault', `Resource ${arn} not found.`);
  return found;
}
