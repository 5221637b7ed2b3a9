import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import type { Bucket, BucketStore } from './bucket-store.js';
import { checksumMembers, verifyBody } from './checksums.js';
import { checkReadConditions, checkWriteConditions } from './conditions.js';
import { noSuchKey, noSuchVersion } from './errors.js';
import type { ObjectStore, ObjectVersion } from './object-store.js';
import { partOf } from './range.js';

const contentHeaders = ['CacheControl', 'ContentDisposition', 'ContentLanguage', 'ContentType'] as const;

/** PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects. */
export function objectActions(store: BucketStore): Record<string, Action> {
  return {
    PutObject(input) {
      const bucket = store.get(input.Bucket);
      const objects = store.objects(input.Bucket);
      checkKey(input.Key);
      checkWriteConditions(objects.current(input.Key), input);
      const body: Uint8Array = input.Body ?? new Uint8Array();
      const checksums = verifyBody(body, input);
      const version = objects.put(
        {
          ...newVersion(bucket, input.Key),
          size: body.length,
          etag: `"${createHash('md5').update(body).digest('hex')}"`,
          checksums,
          ...describedBy(input),
        },
        body,
      );
      return { ETag: version.etag, ...version.checksums, ...typeOf(version), ...written(bucket, version) };
    },
    GetObject(input) {
      const { version, objects } = visible(store, input, noSuchKey(input.Key));
      checkReadConditions(version, input);
      const { from, to, contentRange } = partOf(version.size, input.Range);
      const body = objects.read(version, from, to);
      return {
        ...shown(store.get(input.Bucket), version, input.ChecksumMode === 'ENABLED' && !contentRange),
        ContentLength: body.length,
        ContentRange: contentRange,
        Body: body,
        ...overridden(input),
      };
    },
    HeadObject(input) {
      const missing = new AwsError('NotFound', 'Not Found', { status: 404 });
      const { version } = visible(store, input, missing);
      checkReadConditions(version, input);
      const { from, to, contentRange } = partOf(version.size, input.Range);
      return {
        ...shown(store.get(input.Bucket), version, input.ChecksumMode === 'ENABLED' && !contentRange),
        ContentLength: to - from,
        ContentRange: contentRange,
      };
    },
    DeleteObject(input) {
      return deleteObject(store.get(input.Bucket), store.objects(input.Bucket), input.Key, input.VersionId);
    },
    DeleteObjects(input) {
      const bucket = store.get(input.Bucket);
      const objects = store.objects(input.Bucket);
      const wanted: { Key: string; VersionId?: string }[] = input.Delete?.Objects ?? [];
      if (wanted.length === 0 || wanted.length > 1000)
        throw new AwsError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      const deleted = wanted.map(({ Key, VersionId }) => {
        const { VersionId: made, DeleteMarker } = deleteObject(bucket, objects, Key, VersionId);
        return {
          Key,
          VersionId,
          DeleteMarker,
          DeleteMarkerVersionId: DeleteMarker ? made : undefined,
        };
      });
      return { Deleted: input.Delete?.Quiet ? undefined : deleted };
    },
  };
}

/** The version that a request names, or the current one. @throws AwsError `missing`, NoSuchVersion, MethodNotAllowed */
export function visible(
  store: BucketStore,
  input: { Bucket: string; Key: string; VersionId?: string },
  missing: AwsError,
): { version: ObjectVersion; objects: ObjectStore } {
  const objects = store.objects(input.Bucket);
  if (input.VersionId === undefined) {
    const version = objects.current(input.Key);
    if (!version) throw missing;
    return { version, objects };
  }
  const version = objects.versionsOf(input.Key).find((candidate) => candidate.versionId === input.VersionId);
  if (!version) throw noSuchVersion(input.Key, input.VersionId);
  if (version.deleteMarker)
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      status: 405,
    });
  return { version, objects };
}

/** What every new version begins with. */
export function newVersion(
  bucket: Bucket,
  key: string,
): Pick<ObjectVersion, 'key' | 'versionId' | 'modified' | 'deleteMarker' | 'checksumType'> {
  return {
    key,
    versionId: bucket.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : 'null',
    modified: Date.now(),
    deleteMarker: false,
    checksumType: 'FULL_OBJECT',
  };
}

/** Headers, metadata and tags that a request gives an object. */
export function describedBy(
  input: Record<string, unknown>,
): Pick<ObjectVersion, 'headers' | 'metadata' | 'tags'> {
  const headers: Record<string, string> = {};
  for (const name of contentHeaders) if (input[name] !== undefined) headers[name] = String(input[name]);
  // aws-chunked is the transport's, not the object's.
  const encoding = String(input.ContentEncoding ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked');
  if (encoding.length) headers.ContentEncoding = encoding.join(',');
  const tagging = new URLSearchParams(String(input.Tagging ?? ''));
  return {
    headers: { ContentType: 'binary/octet-stream', ...headers },
    metadata: (input.Metadata as Record<string, string>) ?? {},
    tags: [...tagging].map(([Key, Value]) => ({ Key, Value })),
  };
}

/** What a reply to a write says of the version. */
export function written(bucket: Bucket, version: ObjectVersion): object {
  return {
    ServerSideEncryption: 'AES256',
    VersionId: bucket.versioning ? version.versionId : undefined,
  };
}

/** The kind of checksum, where there is one. */
export function typeOf(version: ObjectVersion): object {
  return checksumMembers.some((member) => version.checksums[member] !== undefined)
    ? { ChecksumType: version.checksumType }
    : {};
}

function shown(bucket: Bucket, version: ObjectVersion, withChecksums: boolean): object {
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(version.modified),
    ETag: version.etag,
    ...version.headers,
    Metadata: version.metadata,
    TagCount: version.tags.length || undefined,
    ...written(bucket, version),
    ...(withChecksums && { ...version.checksums, ...typeOf(version) }),
  };
}

function overridden(input: Record<string, unknown>): object {
  return Object.fromEntries(
    [...contentHeaders, 'ContentEncoding']
      .filter((name) => input[`Response${name}`] !== undefined)
      .map((name) => [name, input[`Response${name}`]]),
  );
}

function deleteObject(
  bucket: Bucket,
  objects: ObjectStore,
  key: string,
  versionId: string | undefined,
): { VersionId?: string; DeleteMarker?: boolean } {
  if (versionId !== undefined) {
    const version = objects.versionsOf(key).find((candidate) => candidate.versionId === versionId);
    if (!version) return { VersionId: versionId };
    objects.remove(version);
    return { VersionId: versionId, ...(version.deleteMarker && { DeleteMarker: true }) };
  }
  if (!bucket.versioning) {
    for (const version of objects.versionsOf(key)) objects.remove(version);
    return {};
  }
  const marker = objects.put(
    {
      ...newVersion(bucket, key),
      deleteMarker: true,
      size: 0,
      etag: '',
      checksums: {},
      headers: {},
      metadata: {},
      tags: [],
    },
    undefined,
  );
  return { VersionId: marker.versionId, DeleteMarker: true };
}

/** @throws AwsError KeyTooLongError */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > 1024)
    throw new AwsError('KeyTooLongError', 'Your key is too long', {
      status: 400,
      members: { Size: size, MaxSizeAllowed: 1024 },
    });
}
