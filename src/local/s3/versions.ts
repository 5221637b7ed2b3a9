import type { Action } from '../service.js';
import type { BucketStore } from './bucket-store.js';
import { checkMaximum } from './buckets.js';
import { encoder, some } from './listing.js';
import { walkKeys } from './walk-keys.js';

/** ListObjectVersions: versions and delete markers; where there was no versioning, each object as version `null`. */
export function versionActions(store: BucketStore): Record<string, Action> {
  return {
    ListObjectVersions(input) {
      const objects = store.objects(input.Bucket);
      const limit = checkMaximum('max-keys', input.MaxKeys);
      const encode = encoder(input.EncodingType);
      const owner = { ID: store.cloud.accountId.padStart(64, '0') };
      const { keys, prefixes } = walkKeys(objects.keys(), {
        prefix: input.Prefix ?? '',
        delimiter: input.Delimiter ?? '',
        after: '',
        limit: Number.POSITIVE_INFINITY,
      });
      const all = keys.flatMap((key) => [...objects.versionsOf(key)]);
      const from = startOf(all, input.KeyMarker, input.VersionIdMarker);
      const page = all.slice(from, from + limit);
      const isTruncated = from + limit < all.length;
      const shown = page.map((version) => ({
        version,
        entry: {
          Key: encode(version.key),
          VersionId: version.versionId,
          IsLatest: objects.versionsOf(version.key)[0] === version,
          LastModified: new Date(version.modified),
          Owner: owner,
        },
      }));
      return {
        Name: input.Bucket,
        Prefix: encode(input.Prefix ?? ''),
        KeyMarker: encode(input.KeyMarker ?? ''),
        VersionIdMarker: input.VersionIdMarker ?? '',
        Delimiter: input.Delimiter,
        MaxKeys: limit,
        EncodingType: input.EncodingType,
        IsTruncated: isTruncated,
        NextKeyMarker: isTruncated ? encode(page.at(-1)?.key ?? '') : undefined,
        NextVersionIdMarker: isTruncated ? page.at(-1)?.versionId : undefined,
        Versions: some(
          shown
            .filter(({ version }) => !version.deleteMarker)
            .map(({ version, entry }) => ({
              ...entry,
              ETag: version.etag,
              Size: version.size,
              StorageClass: 'STANDARD',
            })),
        ),
        DeleteMarkers: some(shown.filter(({ version }) => version.deleteMarker).map(({ entry }) => entry)),
        CommonPrefixes: some(prefixes.map((prefix) => ({ Prefix: encode(prefix) }))),
      };
    },
  };
}

function startOf(
  all: readonly { key: string; versionId: string }[],
  keyMarker: string | undefined,
  versionIdMarker: string | undefined,
): number {
  if (!keyMarker) return 0;
  const exact = all.findIndex(({ key, versionId }) => key === keyMarker && versionId === versionIdMarker);
  if (versionIdMarker && exact >= 0) return exact + 1;
  const behind = all.findIndex(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(keyMarker)) > 0);
  return behind < 0 ? all.length : behind;
}
