import { unlessAbsent } from './absent.js';
import { document, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::S3::BucketPolicy. Ref is the bucket's name. */
export const s3BucketPolicy: ResourceType = {
  type: 'AWS::S3::BucketPolicy',
  properties: ['PolicyDocument'],
  createOnly: ['Bucket'],
  required: ['Bucket', 'PolicyDocument'],
  async create(request) {
    await put(request);
    return String(request.properties.Bucket);
  },
  // Putting it again changes nothing, so after a kill it is simply put again.
  update: put,
  async remove(request) {
    await unlessAbsent(request.call('s3', 'DeleteBucketPolicy', { Bucket: text(request.properties.Bucket) }));
  },
};

async function put({ properties, call }: ResourceRequest): Promise<void> {
  await call('s3', 'PutBucketPolicy', {
    Bucket: text(properties.Bucket),
    Policy: document(properties.PolicyDocument),
  });
}
