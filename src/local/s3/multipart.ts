import { createHash } from 'node:crypto';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import type { BucketStore } from './bucket-store.js';
import { type ChecksumMember, type Checksums, checksumMembers, checksumOf, verifyBody } from './checksums.js';
import { checkWriteConditions } from './conditions.js';
import { invalidArgument } from './errors.js';
import { some } from './listing.js';
import { checkKey, describedBy, newVersion, typeOf, written } from './objects.js';
import { type Part, UploadStore } from './upload-store.js';

/** Every part but the last. Source: S3 user guide, 'Multipart upload limits'. */
const minimumPartBytes = 5 * 1024 * 1024;

/** Multipart uploads: create, upload a part, list, complete, abort. */
export function multipartActions(store: BucketStore): Record<string, Action> {
  const uploadsOf = (bucket: string) => {
    store.get(bucket);
    return new UploadStore(store.folder(bucket));
  };
  return {
    CreateMultipartUpload(input) {
      checkKey(input.Key);
      const { Body: _body, ...kept } = input;
      const upload = uploadsOf(input.Bucket).create(input.Key, kept);
      return {
        Bucket: input.Bucket,
        Key: input.Key,
        UploadId: upload.id,
        ServerSideEncryption: 'AES256',
        ChecksumAlgorithm: input.ChecksumAlgorithm,
        ChecksumType: input.ChecksumAlgorithm && (input.ChecksumType ?? 'COMPOSITE'),
      };
    },
    UploadPart(input) {
      const uploads = uploadsOf(input.Bucket);
      uploads.get(input.UploadId, input.Key);
      if (input.PartNumber < 1 || input.PartNumber > 10_000)
        throw invalidArgument(
          'Part number must be an integer between 1 and 10000, inclusive',
          'partNumber',
          String(input.PartNumber),
        );
      const body: Uint8Array = input.Body ?? new Uint8Array();
      const part = uploads.putPart(input.UploadId, input.PartNumber, body, verifyBody(body, input));
      return { ETag: part.etag, ...part.checksums, ServerSideEncryption: 'AES256' };
    },
    ListParts(input) {
      const uploads = uploadsOf(input.Bucket);
      const { id } = uploads.get(input.UploadId, input.Key);
      const limit = Math.min(input.MaxParts ?? 1000, 1000);
      const after = Number(input.PartNumberMarker ?? 0);
      const parts = uploads.parts(id).filter(({ number }) => number > after);
      const page = parts.slice(0, limit);
      return {
        Bucket: input.Bucket,
        Key: input.Key,
        UploadId: id,
        PartNumberMarker: String(after),
        NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
        MaxParts: limit,
        IsTruncated: page.length < parts.length,
        StorageClass: 'STANDARD',
        Parts: some(
          page.map(({ number, etag, size, modified, checksums }) => ({
            PartNumber: number,
            ETag: etag,
            Size: size,
            LastModified: new Date(modified),
            ...checksums,
          })),
        ),
      };
    },
    ListMultipartUploads(input) {
      const uploads = uploadsOf(input.Bucket)
        .all()
        .filter(({ key }) => key.startsWith(input.Prefix ?? ''))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.initiated - b.initiated));
      return {
        Bucket: input.Bucket,
        Prefix: input.Prefix,
        MaxUploads: 1000,
        IsTruncated: false,
        Uploads: some(
          uploads.map(({ id, key, initiated }) => ({
            UploadId: id,
            Key: key,
            Initiated: new Date(initiated),
            StorageClass: 'STANDARD',
          })),
        ),
      };
    },
    CompleteMultipartUpload(input) {
      const bucket = store.get(input.Bucket);
      const uploads = uploadsOf(input.Bucket);
      const upload = uploads.get(input.UploadId, input.Key);
      const objects = store.objects(input.Bucket);
      checkWriteConditions(objects.current(input.Key), input);
      const parts = chosenParts(uploads.parts(upload.id), input.MultipartUpload?.Parts ?? []);
      const body = Buffer.concat(parts.map(({ number }) => uploads.readPart(upload.id, number)));
      const digests = parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), 'hex'));
      const etag = `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}"`;
      const isWhole = upload.input.ChecksumType === 'FULL_OBJECT' || input.ChecksumType === 'FULL_OBJECT';
      const version = objects.put(
        {
          ...newVersion(bucket, input.Key),
          size: body.length,
          etag,
          checksums: isWhole ? wholeChecksums(parts, body) : compositeChecksums(parts),
          checksumType: isWhole ? 'FULL_OBJECT' : 'COMPOSITE',
          ...describedBy(upload.input),
        },
        body,
      );
      uploads.remove(upload.id);
      return {
        Location: `${store.cloud.endpoint}/${input.Bucket}/${encodeURIComponent(input.Key)}`,
        Bucket: input.Bucket,
        Key: input.Key,
        ETag: etag,
        ...version.checksums,
        ...typeOf(version),
        ...written(bucket, version),
      };
    },
    AbortMultipartUpload(input) {
      const uploads = uploadsOf(input.Bucket);
      uploads.remove(uploads.get(input.UploadId, input.Key).id);
      return {};
    },
  };
}

/** @throws AwsError MalformedXML, InvalidPartOrder, InvalidPart, EntityTooSmall */
function chosenParts(
  stored: readonly Part[],
  named: readonly { PartNumber?: number; ETag?: string }[],
): Part[] {
  if (!named.length)
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  const chosen = named.map(({ PartNumber, ETag }, index) => {
    if (index > 0 && (PartNumber ?? 0) <= (named[index - 1]?.PartNumber ?? 0))
      throw new AwsError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    const part = stored.find(({ number }) => number === PartNumber);
    if (!part || part.etag.slice(1, -1) !== ETag?.replace(/"/g, ''))
      throw new AwsError(
        'InvalidPart',
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      );
    return part;
  });
  for (const part of chosen.slice(0, -1))
    if (part.size < minimumPartBytes)
      throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        members: { ProposedSize: part.size, MinSizeAllowed: minimumPartBytes, PartNumber: part.number },
      });
  return chosen;
}

function commonAlgorithms(parts: readonly Part[]): ChecksumMember[] {
  return checksumMembers.filter((member) => parts.every(({ checksums }) => checksums[member] !== undefined));
}

function wholeChecksums(parts: readonly Part[], body: Buffer): Checksums {
  return Object.fromEntries(commonAlgorithms(parts).map((member) => [member, checksumOf(member, body)]));
}

/** The checksum of the parts' checksums, and how many there were. */
function compositeChecksums(parts: readonly Part[]): Checksums {
  return Object.fromEntries(
    commonAlgorithms(parts).map((member) => {
      const joined = Buffer.concat(
        parts.map(({ checksums }) => Buffer.from(checksums[member] ?? '', 'base64')),
      );
      return [member, `${checksumOf(member, joined)}-${parts.length}`];
    }),
  );
}
