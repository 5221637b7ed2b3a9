import type { Action } from '../service.js';
import type { BucketStore } from './bucket-store.js';
import { noSuchKey } from './errors.js';
import { visible } from './objects.js';

/** PutObjectTagging, GetObjectTagging, DeleteObjectTagging. */
export function objectTagActions(store: BucketStore): Record<string, Action> {
  const setTags = (
    input: { Bucket: string; Key: string; VersionId?: string },
    tags: { Key: string; Value: string }[],
  ) => {
    const { version, objects } = visible(store, input, noSuchKey(input.Key));
    version.tags = tags;
    objects.write(version);
    return { VersionId: store.get(input.Bucket).versioning ? version.versionId : undefined };
  };
  return {
    PutObjectTagging(input) {
      return setTags(input, input.Tagging?.TagSet ?? []);
    },
    DeleteObjectTagging(input) {
      return setTags(input, []);
    },
    GetObjectTagging(input) {
      const { version } = visible(store, input, noSuchKey(input.Key));
      return {
        TagSet: version.tags,
        VersionId: store.get(input.Bucket).versioning ? version.versionId : undefined,
      };
    },
  };
}
