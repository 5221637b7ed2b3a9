import { tagChanges } from './ownership.js';
import type { ResourceRequest } from './type.js';

/** Brings the tags of one of Redshift's resources (`subnetgroup:name`, `cluster:name`) to what the template has. */
export async function updateTags(request: ResourceRequest, resource: string): Promise<void> {
  const { added, removed } = tagChanges(request);
  const ResourceName = `arn:aws:redshift:${request.region}:${request.accountId}:${resource}`;
  if (added.length > 0) await request.call('redshift', 'CreateTags', { ResourceName, Tags: added });
  if (removed.length > 0) await request.call('redshift', 'DeleteTags', { ResourceName, TagKeys: removed });
}
