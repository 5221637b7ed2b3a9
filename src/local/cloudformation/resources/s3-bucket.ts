import { alreadyExists, unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine } from './ownership.js';
import { given, object, objects, text } from './property-values.js';
import { bucketEncryption, lifecycleRules } from './s3-bucket-shapes.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::S3::Bucket. Ref is the name. */
export const s3Bucket: ResourceType = {
  type: 'AWS::S3::Bucket',
  properties: [
    'BucketEncryption',
    'LifecycleConfiguration',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'Tags',
    'VersioningConfiguration',
  ],
  createOnly: ['BucketName'],
  name: { property: 'BucketName', maximum: 63, lowerCase: true },
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  async create(request) {
    // In us-east-1 S3 lets an owner create the same bucket twice; CloudFormation does not.
    if (await exists(request)) throw alreadyExists('AWS::S3::Bucket', request.name);
    await request.call('s3', 'CreateBucket', {
      Bucket: request.name,
      ...(request.region !== 'us-east-1' && {
        CreateBucketConfiguration: { LocationConstraint: request.region },
      }),
    });
    await putTags(request, request.name);
    return request.name;
  },
  async find(request) {
    const tagging = await unlessAbsent(request.call('s3', 'GetBucketTagging', { Bucket: request.name }));
    if (isMine(tagging?.TagSet, request)) return request.name;
    // Made, but killed before its tags: an untagged bucket of this very name was made by that call.
    return (await exists(request)) && tagging === undefined ? request.name : undefined;
  },
  async configure(request) {
    await putTags(request, request.physicalId);
    await putConfigurations(request, (name) => request.properties[name] !== undefined);
  },
  async read(request) {
    const name = request.physicalId;
    return {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${request.region}.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${request.region}.amazonaws.com`,
      WebsiteURL: `http://${name}.s3-website-${request.region}.amazonaws.com`,
    };
  },
  async update(request) {
    await putTags(request, request.physicalId);
    await putConfigurations(request, (name) => changed(request, name));
  },
  async remove(request) {
    await request.call('s3', 'DeleteBucket', { Bucket: request.physicalId });
  },
};

async function exists(request: ResourceRequest): Promise<boolean> {
  return (await unlessAbsent(request.call('s3', 'HeadBucket', { Bucket: request.name }))) !== undefined;
}

async function putTags(request: ResourceRequest, Bucket: string): Promise<void> {
  await request.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: request.tags } });
}

/** Each configuration is put where the template has it, and deleted where it no longer does. */
async function putConfigurations(request: ResourceRequest, wanted: (name: string) => boolean): Promise<void> {
  const Bucket = request.physicalId;
  const { properties, call } = request;
  const set = async (name: string, put: string, members: object, remove: string | undefined) => {
    if (!wanted(name)) return;
    if (properties[name] !== undefined) await call('s3', put, { Bucket, ...members });
    else if (remove !== undefined) await call('s3', remove, { Bucket });
  };
  await set(
    'BucketEncryption',
    'PutBucketEncryption',
    { ServerSideEncryptionConfiguration: bucketEncryption(properties.BucketEncryption) },
    'DeleteBucketEncryption',
  );
  await set(
    'LifecycleConfiguration',
    'PutBucketLifecycleConfiguration',
    { LifecycleConfiguration: { Rules: lifecycleRules(properties.LifecycleConfiguration) } },
    'DeleteBucketLifecycle',
  );
  await set(
    'OwnershipControls',
    'PutBucketOwnershipControls',
    { OwnershipControls: { Rules: objects(object(properties.OwnershipControls)?.Rules) } },
    'DeleteBucketOwnershipControls',
  );
  await set(
    'PublicAccessBlockConfiguration',
    'PutPublicAccessBlock',
    { PublicAccessBlockConfiguration: publicAccessBlock(properties.PublicAccessBlockConfiguration) },
    'DeletePublicAccessBlock',
  );
  const status = text(object(properties.VersioningConfiguration)?.Status);
  if (wanted('VersioningConfiguration')) {
    // Versioning, once on, can only be suspended.
    await call('s3', 'PutBucketVersioning', {
      Bucket,
      VersioningConfiguration: { Status: status ?? 'Suspended' },
    });
  }
}

function publicAccessBlock(value: ResourceRequest['properties'][string] | undefined) {
  const block = object(value) ?? {};
  const flags = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
  return given(
    Object.fromEntries(
      flags.map((name) => [name, block[name] === undefined ? undefined : String(block[name]) === 'true']),
    ),
  );
}
