import type { Cloud } from '../../cloud.js';
import { invalid } from '../names.js';
import type { FunctionStore } from '../store.js';

/** Where CreateFunction and UpdateFunctionCode find an archive. */
export interface CodeInput {
  ZipFile?: Uint8Array;
  S3Bucket?: string;
  S3Key?: string;
  S3ObjectVersion?: string;
  ImageUri?: string;
}

/**
 * Takes the archive from the request, or from S3 as the caller.
 * @throws AwsError InvalidParameterValueException when there is none, or it cannot be read.
 */
export async function receiveCode(
  cloud: Cloud,
  store: FunctionStore,
  code: CodeInput,
): Promise<{ codeSha256: string; codeSize: number }> {
  if (code.ImageUri) throw invalid("The local cloud's Lambda does not support container images.");
  if (code.ZipFile) return store.keepCode(code.ZipFile);
  if (!code.S3Bucket || !code.S3Key) throw invalid('Please provide a source for function code.');
  const object = await fetchObject(cloud, code.S3Bucket, code.S3Key);
  return store.keepCode(object);
}

async function fetchObject(cloud: Cloud, bucket: string, key: string): Promise<Uint8Array> {
  try {
    const reply = await cloud.call('s3', 'GetObject', { Bucket: bucket, Key: key });
    return reply.Body as Uint8Array;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw invalid(`Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`);
  }
}
