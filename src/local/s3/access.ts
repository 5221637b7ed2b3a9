import type { AccessTable, Need, Needs } from '../policy/access-table.js';
import type { BucketStore } from './bucket-store.js';
import { sourceOf } from './copy-object.js';

interface Named {
  Bucket: string;
  Key: string;
  VersionId?: string;
  Prefix?: string;
  Delimiter?: string;
  MaxKeys?: number;
  CopySource: string;
  Tagging?: string;
  Delete?: { Objects?: { Key?: string; VersionId?: string }[] };
}

const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

const onBucket = (name: string): Needs => {
  return ({ Bucket }: Named) => [{ action: `s3:${name}`, resource: bucketArn(Bucket) }];
};
const onObject = (name: string): Needs => {
  return ({ Bucket, Key }: Named) => [{ action: `s3:${name}`, resource: objectArn(Bucket, Key) }];
};
const versioned =
  (name: string): Needs =>
  ({ Bucket, Key, VersionId }: Named) => [
    { action: `s3:${name}${VersionId === undefined ? '' : 'Version'}`, resource: objectArn(Bucket, Key) },
  ];
const listing =
  (name: string): Needs =>
  ({ Bucket, Prefix = '', Delimiter, MaxKeys }: Named) => [
    {
      action: `s3:${name}`,
      resource: bucketArn(Bucket),
      context: {
        's3:prefix': Prefix,
        ...(Delimiter !== undefined && { 's3:delimiter': Delimiter }),
        ...(MaxKeys !== undefined && { 's3:max-keys': String(MaxKeys) }),
      },
    },
  ];

/**
 * S3's actions in policies have names of their own. A bucket that isn't there is said to be so to anyone; a key that
 * isn't there only to who may list the bucket.
 * Sources: S3 user guide, 'Required permissions for Amazon S3 API operations'; API reference, GetObject, 'Permissions'.
 */
export function s3Access(store: BucketStore): AccessTable {
  const reading: Needs = (input: Named, place) => [
    ...versioned('GetObject')(input, place),
    isMissing(store, input)
      ? { action: 's3:ListBucket', resource: bucketArn(input.Bucket), context: { 's3:prefix': input.Key } }
      : undefined,
  ];
  const copying: Needs = ({ Bucket, Key, CopySource }: Named, place) => {
    const source = sourceOf(CopySource);
    return [...reading(source, place), { action: 's3:PutObject', resource: objectArn(Bucket, Key) }];
  };
  return {
    needs: {
      ListBuckets: (_input, _place) => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
      HeadBucket: onBucket('ListBucket'),
      ListObjects: listing('ListBucket'),
      ListObjectsV2: listing('ListBucket'),
      ListObjectVersions: listing('ListBucketVersions'),
      ListMultipartUploads: onBucket('ListBucketMultipartUploads'),
      GetBucketEncryption: onBucket('GetEncryptionConfiguration'),
      PutBucketEncryption: onBucket('PutEncryptionConfiguration'),
      DeleteBucketEncryption: onBucket('PutEncryptionConfiguration'),
      GetBucketLifecycleConfiguration: onBucket('GetLifecycleConfiguration'),
      PutBucketLifecycleConfiguration: onBucket('PutLifecycleConfiguration'),
      DeleteBucketLifecycle: onBucket('PutLifecycleConfiguration'),
      GetPublicAccessBlock: onBucket('GetBucketPublicAccessBlock'),
      PutPublicAccessBlock: onBucket('PutBucketPublicAccessBlock'),
      DeletePublicAccessBlock: onBucket('PutBucketPublicAccessBlock'),
      DeleteBucketTagging: onBucket('PutBucketTagging'),
      DeleteBucketOwnershipControls: onBucket('PutBucketOwnershipControls'),
      GetObject: reading,
      HeadObject: reading,
      GetObjectTagging: versioned('GetObjectTagging'),
      PutObjectTagging: versioned('PutObjectTagging'),
      DeleteObjectTagging: versioned('DeleteObjectTagging'),
      PutObject: ({ Bucket, Key, Tagging }: Named, _place) => [
        { action: 's3:PutObject', resource: objectArn(Bucket, Key) },
        Tagging === undefined
          ? undefined
          : { action: 's3:PutObjectTagging', resource: objectArn(Bucket, Key) },
      ],
      CreateMultipartUpload: onObject('PutObject'),
      UploadPart: onObject('PutObject'),
      CompleteMultipartUpload: onObject('PutObject'),
      ListParts: onObject('ListMultipartUploadParts'),
      CopyObject: copying,
      UploadPartCopy: copying,
      DeleteObject: versioned('DeleteObject'),
      DeleteObjects: ({ Bucket, Delete }: Named, place) =>
        (Delete?.Objects ?? []).flatMap(
          ({ Key = '', VersionId }) => versioned('DeleteObject')({ Bucket, Key, VersionId }, place) as Need[],
        ),
    },
    otherwise: ({ Bucket, Key }: Partial<Named>) => [
      Bucket === undefined ? undefined : Key === undefined ? bucketArn(Bucket) : objectArn(Bucket, Key),
    ],
    about: (action, { Bucket }) =>
      typeof Bucket === 'string' && action !== 'CreateBucket' && !store.find(Bucket)
        ? 'nothing'
        : 'something',
    resourcePolicy: (arn) => store.find((arn.split(':::')[1] ?? '').split('/')[0] ?? '')?.policy,
  };
}

function isMissing(store: BucketStore, { Bucket, Key, VersionId }: Partial<Named>): boolean {
  if (Bucket === undefined || Key === undefined || VersionId !== undefined || !store.find(Bucket))
    return false;
  return store.objects(Bucket).current(Key) === undefined;
}
