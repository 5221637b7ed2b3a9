import type { CallAs } from '../../cloud.js';
import { AwsError } from '../../protocol/errors.js';
import type { EngineServices } from '../engine/execution.js';

/** A model's folder in the bucket, and the role under which it is reached. */
export interface ModelFolder {
  bucket: string;
  /** With its slash. */
  prefix: string;
  /** ARN. */
  iamRole: string;
}

type Call = EngineServices['call'];
/** Who reaches for the bucket under the role: the cluster, or the training. */
export type By = 'redshift' | 'sagemaker';

/** @throws AwsError as S3 or STS answers */
export async function put(
  call: Call,
  folder: ModelFolder,
  by: By,
  name: string,
  body: Uint8Array,
): Promise<void> {
  const input = { Bucket: folder.bucket, Key: folder.prefix + name, Body: body };
  await call('s3', 'PutObject', input, under(folder, by));
}

/** An object's bytes; undefined when there is none. */
export async function get(
  call: Call,
  folder: ModelFolder,
  by: By,
  name: string,
): Promise<Uint8Array | undefined> {
  try {
    const reply = await call(
      's3',
      'GetObject',
      { Bucket: folder.bucket, Key: folder.prefix + name },
      under(folder, by),
    );
    return reply.Body as Uint8Array;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** The names (behind the folder's prefix) that begin so, in order. */
export async function names(call: Call, folder: ModelFolder, by: By, beginning: string): Promise<string[]> {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const input = { Bucket: folder.bucket, Prefix: folder.prefix + beginning, ContinuationToken: token };
    const reply = await call('s3', 'ListObjectsV2', input, under(folder, by));
    for (const { Key } of (reply.Contents ?? []) as { Key: string }[])
      found.push(Key.slice(folder.prefix.length));
    token = reply.NextContinuationToken;
  } while (token);
  return found.sort();
}

/** Deletes all that lies in the folder; a bucket that is gone has nothing left. */
export async function clear(call: Call, folder: ModelFolder): Promise<void> {
  try {
    for (const name of await names(call, folder, 'redshift', '')) {
      await call(
        's3',
        'DeleteObject',
        { Bucket: folder.bucket, Key: folder.prefix + name },
        under(folder, 'redshift'),
      );
    }
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'NoSuchBucket')) throw error;
  }
}

function under(folder: ModelFolder, by: By): CallAs {
  return {
    service: `${by}.amazonaws.com`,
    roleArn: folder.iamRole,
    sessionName: by === 'redshift' ? 'RedshiftIamRoleSession' : 'SageMaker',
  };
}
