import type { Cloud } from '../cloud.js';
import type { Action, Service } from '../service.js';
import { s3Access } from './access.js';
import { bucketSettingActions } from './bucket-settings.js';
import { BucketStore } from './bucket-store.js';
import { bucketActions } from './buckets.js';
import { copyObject } from './copy-object.js';
import { listingActions } from './listing.js';
import { multipartActions } from './multipart.js';
import { objectTagActions } from './object-tags.js';
import { objectActions } from './objects.js';
import { refusingUnsupported } from './unsupported.js';
import { versionActions } from './versions.js';

/** S3: buckets, their settings, objects with versions, multipart uploads. */
export function createS3Service(cloud: Cloud): Service {
  const store = new BucketStore(cloud);
  const actions: Record<string, Action> = {
    ...bucketActions(store),
    ...bucketSettingActions(store),
    ...objectActions(store),
    CopyObject: copyObject(store),
    ...listingActions(store),
    ...versionActions(store),
    ...objectTagActions(store),
    ...multipartActions(store),
  };
  return {
    id: 's3',
    access: s3Access(store),
    actions: Object.fromEntries(
      Object.entries(actions).map(([name, action]) => [name, refusingUnsupported(name, action)]),
    ),
  };
}
