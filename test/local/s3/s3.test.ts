import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let s3: S3Client;
let count = 0;

beforeAll(async () => {
  test = await startCloud({ services: ['s3'] });
  s3 = new S3Client(test.clientConfig);
});
afterAll(() => test.stop());

async function makeBucket(): Promise<string> {
  const Bucket = `bucket-${++count}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}
const put = (Bucket: string, Key: string, Body: string | Uint8Array = 'x', more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const text = async (Bucket: string, Key: string, more: object = {}) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

describe('buckets', () => {
  it('are made, listed, found and deleted when empty', async () => {
    const Bucket = await makeBucket();
    await s3.send(new HeadBucketCommand({ Bucket }));
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map((bucket) => bucket.Name)).toContain(Bucket);
    const location = await s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint || undefined).toBeUndefined();
    await put(Bucket, 'k');
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      $metadata: { httpStatusCode: 409 },
    });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(put(Bucket, 'k')).rejects.toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
    });
  });

  it('are refused by names that are none', async () => {
    for (const Bucket of ['Upper', 'ab', '1.2.3.4', 'a..b', 'buckets.json'])
      await expect(s3.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
        name: 'InvalidBucketName',
      });
  });

  it('keep their settings', async () => {
    const Bucket = await makeBucket();
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(
      encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault,
    ).toEqual({
      SSEAlgorithm: 'AES256',
    });
    const access = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(access.PublicAccessBlockConfiguration?.BlockPublicPolicy).toBe(true);
    await expect(s3.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchTagSet',
    });
    const TagSet = [{ Key: 'workshop', Value: 'w' }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}/*` }],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
    await expect(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{' }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
    });
    const Rules = [
      {
        ID: 'r',
        Status: 'Enabled' as const,
        Filter: { Prefix: 'p/' },
        Expiration: { Date: new Date('2030-01-01T00:00:00Z') },
      },
    ];
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    expect((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toMatchObject(
      Rules,
    );
  });
});

describe('objects', () => {
  it('come back as they were put, with their headers and checksums', async () => {
    const Bucket = await makeBucket();
    const Key = 'a folder/ünï?&=+%2F.txt';
    const reply = await put(Bucket, Key, 'hello', { ContentType: 'text/plain', Metadata: { who: 'me' } });
    expect(reply.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(reply.ChecksumCRC32).toBe('NhCmhg==');
    const read = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(await read.Body?.transformToString()).toBe('hello');
    expect(read).toMatchObject({ ContentType: 'text/plain', ContentLength: 5, Metadata: { who: 'me' } });
    expect(read.ChecksumCRC32).toBe('NhCmhg==');
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ContentLength: 5, ETag: reply.ETag });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(text(Bucket, 'none')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(put(Bucket, 'bad', 'hello', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(text(Bucket, Key, { PartNumber: 1 })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: "The local cloud's S3 does not support PartNumber in GetObject.",
    });
    await expect(put(Bucket, 'x'.repeat(1025))).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it('are read in part', async () => {
    const Bucket = await makeBucket();
    await put(Bucket, 'k', '0123456789');
    expect(await text(Bucket, 'k', { Range: 'bytes=2-4' })).toBe('234');
    expect(await text(Bucket, 'k', { Range: 'bytes=7-' })).toBe('789');
    expect(await text(Bucket, 'k', { Range: 'bytes=-2' })).toBe('89');
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=2-100' }));
    expect(part.ContentRange).toBe('bytes 2-9/10');
    expect(part.$metadata.httpStatusCode).toBe(206);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'k', Range: 'bytes=0-0' }));
    expect([head.$metadata.httpStatusCode, head.ContentLength, head.ContentRange]).toEqual([
      206,
      1,
      'bytes 0-0/10',
    ]);
    const whole = await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect([whole.$metadata.httpStatusCode, whole.ContentRange]).toEqual([200, undefined]);
    await expect(text(Bucket, 'k', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('are written and read on conditions', async () => {
    const Bucket = await makeBucket();
    const { ETag } = await put(Bucket, 'k', 'one');
    await expect(put(Bucket, 'k', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await put(Bucket, 'k', 'three', { IfMatch: ETag });
    await expect(text(Bucket, 'k', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await text(Bucket, 'k', { IfNoneMatch: ETag })).toBe('three');
  });

  it('are listed by prefix and delimiter, in pages', async () => {
    const Bucket = await makeBucket();
    for (const key of ['a/1', 'a/2', 'b', 'c/1', 'd']) await put(Bucket, key);
    const top = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect(top.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'c/']);
    expect(top.Contents?.map(({ Key }) => Key)).toEqual(['b', 'd']);
    expect(top.KeyCount).toBe(4);
    const first = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
    expect(first.IsTruncated).toBe(true);
    const rest = await s3.send(
      new ListObjectsV2Command({ Bucket, ContinuationToken: first.NextContinuationToken }),
    );
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['b', 'c/1', 'd']);
    const old = await s3.send(new ListObjectsCommand({ Bucket, Prefix: 'a/', Marker: 'a/1' }));
    expect(old.Contents?.map(({ Key }) => Key)).toEqual(['a/2']);
    const { Deleted } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a/1' }, { Key: 'not there' }] } }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['a/1', 'not there']);
    expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/' }))).KeyCount).toBe(1);
  });

  it('are copied', async () => {
    const Bucket = await makeBucket();
    await put(Bucket, 'from ü', 'body', { Metadata: { a: '1' } });
    const copy = await s3.send(
      new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/${encodeURIComponent('from ü')}` }),
    );
    expect(copy.CopyObjectResult?.ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(await text(Bucket, 'to')).toBe('body');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ a: '1' });
  });

  it('survive a restart; what a kill left half done does not', async () => {
    const Bucket = await makeBucket();
    await put(Bucket, 'k', 'kept');
    const bodies = join(test.folder, 's3', Bucket, 'bodies');
    writeFileSync(join(bodies, 'orphan'), 'half');
    await test.restart();
    s3 = new S3Client({ ...test.clientConfig, requestHandler: new NodeHttpHandler() });
    expect(await text(Bucket, 'k')).toBe('kept');
    expect(existsSync(join(bodies, 'orphan'))).toBe(false);
    await put(Bucket, 'k', 'again');
    expect(readdirSync(bodies)).toHaveLength(1);
  });
});

describe('versions', () => {
  it('keep what was overwritten and deleted', async () => {
    const Bucket = await makeBucket();
    await put(Bucket, 'k', 'zero');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const one = await put(Bucket, 'k', 'one');
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(text(Bucket, 'k')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await text(Bucket, 'k', { VersionId: one.VersionId })).toBe('one');
    expect(await text(Bucket, 'k', { VersionId: 'null' })).toBe('zero');
    const list = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(list.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [one.VersionId, false],
      ['null', false],
    ]);
    expect(list.DeleteMarkers?.map(({ IsLatest }) => IsLatest)).toEqual([true]);
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: marker.VersionId }));
    expect(await text(Bucket, 'k')).toBe('one');
    const Objects = [
      { Key: 'k', VersionId: 'null' },
      { Key: 'k', VersionId: one.VersionId },
    ];
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });

  it('are listed for a bucket without versioning, too', async () => {
    const Bucket = await makeBucket();
    await put(Bucket, 'k');
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions).toMatchObject([{ Key: 'k', VersionId: 'null', IsLatest: true }]);
  });
});

describe('multipart uploads', () => {
  it('become one object', async () => {
    const Bucket = await makeBucket();
    const target = { Bucket, Key: 'big' };
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'CRC32' }),
    );
    const upload = { ...target, UploadId };
    const large = Buffer.alloc(5 * 1024 * 1024, 'a');
    const part = (PartNumber: number, Body: Uint8Array) =>
      s3.send(new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }));
    const one = await part(1, large);
    const two = await part(2, Buffer.from('end'));
    expect((await s3.send(new ListPartsCommand(upload))).Parts?.map(({ Size }) => Size)).toEqual([
      large.length,
      3,
    ]);
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toHaveLength(1);
    const Parts = [
      { PartNumber: 1, ETag: one.ETag, ChecksumCRC32: one.ChecksumCRC32 },
      { PartNumber: 2, ETag: two.ETag, ChecksumCRC32: two.ChecksumCRC32 },
    ];
    const done = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(done.ChecksumCRC32).toMatch(/-2$/);
    expect(await text(Bucket, 'big', { Range: 'bytes=5242878-' })).toBe('aaend');
    await expect(s3.send(new ListPartsCommand(upload))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('are refused with parts too small, out of order or unknown, and may be given up', async () => {
    const Bucket = await makeBucket();
    const target = { Bucket, Key: 'k' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
    const upload = { ...target, UploadId };
    const part = async (PartNumber: number) =>
      (await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'small' }))).ETag;
    const [one, two] = [await part(1), await part(2)];
    const complete = (Parts: { PartNumber: number; ETag?: string | undefined }[]) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          ...upload,
          MultipartUpload: { Parts: Parts as { PartNumber: number }[] },
        }),
      );
    const first = { PartNumber: 1, ETag: one };
    const second = { PartNumber: 2, ETag: two };
    await expect(complete([first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete([second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([{ PartNumber: 3, ETag: one }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await s3.send(new AbortMultipartUploadCommand(upload));
    await expect(s3.send(new AbortMultipartUploadCommand(upload))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
  });
});
