import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/clients.js';
import type { StepContext } from '../../src/steps/step.js';
import { uploadSteps } from '../../src/steps/upload.js';
import { dataFiles } from '../../templates/data/files.js';
import { startCloud, type TestCloud } from '../local/harness.js';

const Bucket = 'demo-bucket';
const Key = 'fleet/fleet.csv';
let cloud: TestCloud;
let s3: S3Client;
let context: StepContext;

const run = (id: string) => {
  const step = uploadSteps.find((each) => each.id === id);
  return step?.run?.(context, () => undefined);
};
const modified = async () => (await s3.send(new HeadObjectCommand({ Bucket, Key }))).LastModified;

beforeAll(async () => {
  cloud = await startCloud({ services: ['s3', 'iam', 'sts'] });
  s3 = new S3Client({ ...cloud.clientConfig, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  context = {
    clients: { s3: async () => s3 } as unknown as Clients,
    outputs: { RedshiftStack: { BucketName: Bucket } },
    signal: new AbortController().signal,
  } as unknown as StepContext;
});
afterAll(() => cloud?.stop());

describe('uploading the data', () => {
  it('puts each file where the SQL looks for it, to the byte', async () => {
    expect(await run('upload:fleet')).toMatchObject({ done: expect.stringMatching(/^220 rows, \d+ KB$/) });
    expect(await run('upload:consignment_history')).toMatchObject({
      done: expect.stringMatching(/^20,000 rows, /),
    });
    for (const { key, body } of dataFiles(Date.now())) {
      const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
      expect(ContentType).toBe('text/csv; charset=utf-8');
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    }
  });

  it('leaves alone what is there, and mends what is not ours', async () => {
    const before = await modified();
    expect(await run('upload:fleet')).toEqual({ already: 'fleet/fleet.csv is there' });
    expect(await modified()).toEqual(before);
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'half a fi' }));
    expect(await run('upload:fleet')).toMatchObject({ done: expect.any(String) });
    expect(await run('upload:fleet')).toMatchObject({ already: expect.any(String) });
  });

  it('says what is wrong with the bucket', async () => {
    const without = { ...context, outputs: { RedshiftStack: { BucketName: 'no-such-bucket' } } };
    await expect(uploadSteps[1]?.run?.(without, () => undefined)).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});
