import type { Action } from '../service.js';
import type { BucketStore } from './bucket-store.js';
import { checkReadConditions } from './conditions.js';
import { invalidArgument, noSuchKey } from './errors.js';
import { checkKey, describedBy, newVersion, typeOf, visible, written } from './objects.js';

/** CopyObject, within this cloud. Source: S3 API reference, CopyObject. */
export function copyObject(store: BucketStore): Action {
  return (input) => {
    const source = sourceOf(input.CopySource);
    const { version, objects } = visible(store, source, noSuchKey(source.Key));
    checkReadConditions(version, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    });
    checkKey(input.Key);
    const bucket = store.get(input.Bucket);
    const replaced = describedBy(input);
    const copy = store.objects(input.Bucket).put(
      {
        ...newVersion(bucket, input.Key),
        size: version.size,
        etag: version.etag,
        checksums: version.checksums,
        checksumType: version.checksumType,
        ...(input.MetadataDirective === 'REPLACE'
          ? { headers: replaced.headers, metadata: replaced.metadata }
          : { headers: version.headers, metadata: version.metadata }),
        tags: input.TaggingDirective === 'REPLACE' ? replaced.tags : version.tags,
      },
      objects.read(version),
    );
    return {
      CopyObjectResult: {
        ETag: copy.etag,
        LastModified: new Date(copy.modified),
        ...copy.checksums,
        ...typeOf(copy),
      },
      ...written(bucket, copy),
      CopySourceVersionId: store.get(source.Bucket).versioning ? version.versionId : undefined,
    };
  };
}

/** `/bucket/key%20name?versionId=…` */
export function sourceOf(text: string): { Bucket: string; Key: string; VersionId?: string } {
  const [path = '', versionId] = text.split('?versionId=');
  const decoded = decodeURIComponent(path).replace(/^\//, '');
  const slash = decoded.indexOf('/');
  if (slash <= 0)
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      text,
    );
  return {
    Bucket: decoded.slice(0, slash),
    Key: decoded.slice(slash + 1),
    ...(versionId !== undefined && { VersionId: versionId }),
  };
}
