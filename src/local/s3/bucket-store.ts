import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { noSuchBucket } from './errors.js';
import { ObjectStore } from './object-store.js';

/** A bucket and what is set for it, each setting in the API model's shape. */
export interface Bucket {
  name: string;
  /** epoch ms */
  created: number;
  versioning?: 'Enabled' | 'Suspended';
  policy?: string;
  tags?: { Key: string; Value: string }[];
  encryption: object;
  publicAccess?: object;
  ownership?: object;
  lifecycle?: object[];
}

/** The buckets of the account, and behind each its objects. */
export class BucketStore {
  readonly cloud: Cloud;
  private readonly document: DurableDocument<{ buckets: Bucket[] }>;
  private readonly objectStores = new Map<string, ObjectStore>();

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.document = cloud.document('s3/buckets', { buckets: [] });
  }

  all(): readonly Bucket[] {
    return this.document.value.buckets;
  }

  find(name: string): Bucket | undefined {
    return this.document.value.buckets.find((bucket) => bucket.name === name);
  }

  /** @throws AwsError NoSuchBucket */
  get(name: string): Bucket {
    const bucket = this.find(name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  /** The objects of a bucket, read from disk when first asked for. @throws AwsError NoSuchBucket */
  objects(name: string): ObjectStore {
    this.get(name);
    let objects = this.objectStores.get(name);
    if (!objects) {
      objects = new ObjectStore(this.folder(name));
      this.objectStores.set(name, objects);
    }
    return objects;
  }

  /** Where a bucket's objects and uploads lie. Bucket names are checked at creation, so this is a plain folder's name. */
  folder(name: string): string {
    return join(this.cloud.folder, 's3', name);
  }

  add(bucket: Bucket): void {
    // What a killed deletion may have left.
    rmSync(this.folder(bucket.name), { recursive: true, force: true });
    mkdirSync(this.folder(bucket.name), { recursive: true, mode: 0o700 });
    this.document.value.buckets.push(bucket);
    this.save();
  }

  remove(name: string): void {
    const kept = this.document.value.buckets.filter((bucket) => bucket.name !== name);
    this.document.value.buckets = kept;
    this.save();
    this.objectStores.delete(name);
    rmSync(this.folder(name), { recursive: true, force: true });
  }

  save(): void {
    this.document.save();
  }
}
