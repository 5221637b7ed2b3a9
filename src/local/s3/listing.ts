import type { Action } from '../service.js';
import type { BucketStore } from './bucket-store.js';
import { checkMaximum } from './buckets.js';
import { checksumMembers } from './checksums.js';
import type { ObjectVersion } from './object-store.js';
import { walkKeys } from './walk-keys.js';

/** ListObjectsV2 and ListObjects. */
export function listingActions(store: BucketStore): Record<string, Action> {
  const list = (bucket: string, options: Parameters<typeof walkKeys>[1]) => {
    const objects = store.objects(bucket);
    const keys = objects.keys().filter((key) => objects.current(key));
    return { objects, ...walkKeys(keys, options) };
  };
  return {
    ListObjectsV2(input) {
      const limit = checkMaximum('max-keys', input.MaxKeys);
      const token = input.ContinuationToken && Buffer.from(input.ContinuationToken, 'base64url').toString();
      const { objects, keys, prefixes, next } = list(input.Bucket, {
        prefix: input.Prefix ?? '',
        delimiter: input.Delimiter ?? '',
        after: token ?? input.StartAfter ?? '',
        limit,
      });
      const encode = encoder(input.EncodingType);
      return {
        Name: input.Bucket,
        Prefix: encode(input.Prefix ?? ''),
        Delimiter: input.Delimiter && encode(input.Delimiter),
        MaxKeys: limit,
        EncodingType: input.EncodingType,
        KeyCount: keys.length + prefixes.length,
        IsTruncated: next !== undefined,
        ContinuationToken: input.ContinuationToken,
        NextContinuationToken: next === undefined ? undefined : Buffer.from(next).toString('base64url'),
        StartAfter: input.StartAfter && encode(input.StartAfter),
        Contents: some(keys.map((key) => entry(objects.current(key), encode))),
        CommonPrefixes: some(prefixes.map((prefix) => ({ Prefix: encode(prefix) }))),
      };
    },
    ListObjects(input) {
      const limit = checkMaximum('max-keys', input.MaxKeys);
      const { objects, keys, prefixes, next } = list(input.Bucket, {
        prefix: input.Prefix ?? '',
        delimiter: input.Delimiter ?? '',
        after: input.Marker ?? '',
        limit,
      });
      const encode = encoder(input.EncodingType);
      const owner = { ID: store.cloud.accountId.padStart(64, '0') };
      return {
        Name: input.Bucket,
        Prefix: encode(input.Prefix ?? ''),
        Marker: encode(input.Marker ?? ''),
        Delimiter: input.Delimiter && encode(input.Delimiter),
        MaxKeys: limit,
        EncodingType: input.EncodingType,
        IsTruncated: next !== undefined,
        NextMarker: input.Delimiter && next !== undefined ? encode(next) : undefined,
        Contents: some(keys.map((key) => ({ ...entry(objects.current(key), encode), Owner: owner }))),
        CommonPrefixes: some(prefixes.map((prefix) => ({ Prefix: encode(prefix) }))),
      };
    },
  };
}

/** `encoding-type=url`: keys as in a form, with slashes kept. */
export function encoder(encodingType: string | undefined): (text: string) => string {
  if (encodingType !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replace(/%2F/g, '/').replace(/%20/g, '+');
}

/** S3 leaves an empty list out. */
export function some<T>(items: T[]): T[] | undefined {
  return items.length ? items : undefined;
}

function entry(version: ObjectVersion | undefined, encode: (text: string) => string): object {
  if (!version) return {};
  const algorithms = checksumMembers.filter((member) => version.checksums[member] !== undefined);
  return {
    Key: encode(version.key),
    LastModified: new Date(version.modified),
    ETag: version.etag,
    Size: version.size,
    StorageClass: 'STANDARD',
    ...(algorithms.length && {
      ChecksumAlgorithm: algorithms.map((member) => member.slice('Checksum'.length)),
      ChecksumType: version.checksumType,
    }),
  };
}
