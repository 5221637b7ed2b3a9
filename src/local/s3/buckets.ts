import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import type { BucketStore } from './bucket-store.js';
import { invalidArgument } from './errors.js';

/** CreateBucket, DeleteBucket, HeadBucket, ListBuckets, GetBucketLocation. */
export function bucketActions(store: BucketStore): Record<string, Action> {
  const { region, accountId } = store.cloud;
  return {
    CreateBucket(input) {
      const name: string = input.Bucket;
      checkName(name);
      checkLocation(region, input.CreateBucketConfiguration?.LocationConstraint);
      const reply = { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
      if (store.find(name)) {
        // In us-east-1, and only there, making one's own bucket again is no error.
        if (region === 'us-east-1') return reply;
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          { status: 409, members: { BucketName: name } },
        );
      }
      store.add({
        name,
        created: Date.now(),
        encryption: defaultEncryption,
        publicAccess: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
        ownership: { Rules: [{ ObjectOwnership: input.ObjectOwnership ?? 'BucketOwnerEnforced' }] },
        ...(input.CreateBucketConfiguration?.Tags?.length && { tags: input.CreateBucketConfiguration.Tags }),
      });
      return reply;
    },
    DeleteBucket(input) {
      const { name } = store.get(input.Bucket);
      if (!store.objects(name).isEmpty)
        throw new AwsError(
          'BucketNotEmpty',
          store.get(name).versioning
            ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
            : 'The bucket you tried to delete is not empty',
          { status: 409, members: { BucketName: name } },
        );
      store.remove(name);
      return {};
    },
    HeadBucket(input) {
      if (!store.find(input.Bucket)) throw new AwsError('NotFound', 'Not Found', { status: 404 });
      return { BucketRegion: region, BucketArn: `arn:aws:s3:::${input.Bucket}`, AccessPointAlias: false };
    },
    ListBuckets(input) {
      const from: string = input.ContinuationToken
        ? Buffer.from(input.ContinuationToken, 'base64url').toString()
        : '';
      const matching = store
        .all()
        .filter(({ name }) => name.startsWith(input.Prefix ?? '') && name > from)
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const buckets = matching.slice(0, input.MaxBuckets ?? 10_000);
      return {
        Owner: { ID: accountId.padStart(64, '0') },
        Buckets: buckets.map(({ name, created }) => ({
          Name: name,
          CreationDate: new Date(created),
          BucketArn: `arn:aws:s3:::${name}`,
          ...(input.MaxBuckets !== undefined && { BucketRegion: region }),
        })),
        Prefix: input.Prefix,
        ContinuationToken:
          buckets.length < matching.length
            ? Buffer.from(buckets.at(-1)?.name ?? '').toString('base64url')
            : undefined,
      };
    },
    GetBucketLocation(input) {
      store.get(input.Bucket);
      return { LocationConstraint: region === 'us-east-1' ? undefined : region };
    },
  };
}

/** What S3 encrypts with unless told otherwise. */
export const defaultEncryption = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
};

/** @throws AwsError InvalidBucketName. Source: S3 user guide, 'Bucket naming rules'. */
function checkName(name: string): void {
  const isValid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    // Beside the buckets' folders lies the file that lists them.
    name !== 'buckets.json';
  if (!isValid)
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', {
      status: 400,
      members: { BucketName: name },
    });
}

function checkLocation(region: string, constraint: string | undefined): void {
  if (constraint === 'us-east-1')
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  if ((constraint ?? 'us-east-1') === region) return;
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

/** @throws AwsError InvalidArgument for a maximum below zero. */
export function checkMaximum(name: string, value: number | undefined): number {
  if (value !== undefined && value < 0)
    throw invalidArgument(
      `Argument ${name} must be an integer between 0 and 2147483647`,
      name,
      String(value),
    );
  return Math.min(value ?? 1000, 1000);
}
