import { parsePolicy } from '../policy/policy-document.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import type { Bucket, BucketStore } from './bucket-store.js';
import { defaultEncryption } from './buckets.js';

/** Versioning, encryption, public access block, policy, tags, lifecycle and ownership: put, read, taken away. */
export function bucketSettingActions(store: BucketStore): Record<string, Action> {
  const read =
    (setting: keyof Bucket, code: string, message: string, shape: (value: never) => object): Action =>
    (input) => {
      const bucket = store.get(input.Bucket);
      const value = bucket[setting];
      if (value === undefined)
        throw new AwsError(code, message, { status: 404, members: { BucketName: bucket.name } });
      return shape(value as never);
    };
  const change =
    (set: (bucket: Bucket, input: never) => void): Action =>
    (input) => {
      set(store.get(input.Bucket), input as never);
      store.save();
      return {};
    };
  return {
    ...{
      PutBucketVersioning: change((bucket, input: { VersioningConfiguration: { Status?: string } }) => {
        const status = input.VersioningConfiguration?.Status;
        if (status !== 'Enabled' && status !== 'Suspended')
          throw new AwsError(
            'IllegalVersioningConfigurationException',
            'The Versioning element must be specified',
          );
        bucket.versioning = status;
      }),
      GetBucketVersioning(input) {
        return { Status: store.get(input.Bucket).versioning };
      },
    },
    ...{
      PutBucketEncryption: change((bucket, input: { ServerSideEncryptionConfiguration: object }) => {
        bucket.encryption = input.ServerSideEncryptionConfiguration;
      }),
      DeleteBucketEncryption: change((bucket) => {
        bucket.encryption = defaultEncryption;
      }),
      GetBucketEncryption(input) {
        return { ServerSideEncryptionConfiguration: store.get(input.Bucket).encryption };
      },
    },
    ...{
      PutPublicAccessBlock: change((bucket, input: { PublicAccessBlockConfiguration: object }) => {
        const none = {
          BlockPublicAcls: false,
          IgnorePublicAcls: false,
          BlockPublicPolicy: false,
          RestrictPublicBuckets: false,
        };
        bucket.publicAccess = { ...none, ...input.PublicAccessBlockConfiguration };
      }),
      DeletePublicAccessBlock: change((bucket) => {
        delete bucket.publicAccess;
      }),
      GetPublicAccessBlock: read(
        'publicAccess',
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        (value) => ({ PublicAccessBlockConfiguration: value }),
      ),
    },
    ...{
      PutBucketPolicy: change((bucket, input: { Policy: string }) => {
        checkPolicy(input.Policy);
        bucket.policy = input.Policy;
      }),
      DeleteBucketPolicy: change((bucket) => {
        delete bucket.policy;
      }),
      GetBucketPolicy: read('policy', 'NoSuchBucketPolicy', 'The bucket policy does not exist', (value) => ({
        Policy: value,
      })),
    },
    ...{
      PutBucketTagging: change((bucket, input: { Tagging: { TagSet: NonNullable<Bucket['tags']> } }) => {
        bucket.tags = input.Tagging?.TagSet ?? [];
      }),
      DeleteBucketTagging: change((bucket) => {
        delete bucket.tags;
      }),
      GetBucketTagging: read('tags', 'NoSuchTagSet', 'The TagSet does not exist', (value) => ({
        TagSet: value,
      })),
    },
    ...{
      PutBucketLifecycleConfiguration: change(
        (bucket, input: { LifecycleConfiguration: { Rules: object[] } }) => {
          bucket.lifecycle = input.LifecycleConfiguration?.Rules ?? [];
        },
      ),
      DeleteBucketLifecycle: change((bucket) => {
        delete bucket.lifecycle;
      }),
      GetBucketLifecycleConfiguration: read(
        'lifecycle',
        'NoSuchLifecycleConfiguration',
        'The lifecycle configuration does not exist',
        (value) => ({ Rules: withDates(value) }),
      ),
    },
    ...{
      PutBucketOwnershipControls: change((bucket, input: { OwnershipControls: object }) => {
        bucket.ownership = input.OwnershipControls;
      }),
      DeleteBucketOwnershipControls: change((bucket) => {
        delete bucket.ownership;
      }),
      GetBucketOwnershipControls: read(
        'ownership',
        'OwnershipControlsNotFoundError',
        'The bucket ownership controls were not found',
        (value) => ({ OwnershipControls: value }),
      ),
    },
  };
}

/** Rules as they were put, their dates read back from the document's text. */
function withDates(rules: readonly object[]): object[] {
  return JSON.parse(JSON.stringify(rules), (key, value) => (key === 'Date' ? new Date(value) : value));
}

/** @throws AwsError MalformedPolicy */
function checkPolicy(text: string): void {
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    throw new AwsError(
      'MalformedPolicy',
      error instanceof Error ? error.message : 'Policies must be valid JSON.',
    );
  }
}
