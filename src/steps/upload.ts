import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DataFile } from '../../templates/data/files.js';
import { clientsOf, outputOf, type Step, type StepOutcome } from './step.js';

/** The tables that COPY fills from the bucket. */
export const uploadTables = ['consignment_history', 'fleet'] as const satisfies readonly DataFile['table'][];

const titles: Record<DataFile['table'], string> = {
  consignment_history: 'Past consignments to the bucket',
  fleet: 'Fleet to the bucket',
};

/** The id of the step that uploads a table's file. */
export function uploadId(table: DataFile['table']): string {
  return `upload:${table}`;
}

/** One step a file, because the fleet's few lines are wanted long before the history's many. */
export const uploadSteps: Step[] = uploadTables.map((table) => ({
  id: uploadId(table),
  title: titles[table],
  needs: ['RedshiftStack'],
  async run(context): Promise<StepOutcome> {
    const { dataFiles } = await import('../../templates/data/files.js');
    const file = dataFiles(Date.now()).find((each) => each.table === table);
    if (!file) throw new Error(`there is no file for ${table}`);
    const client = await clientsOf(context).s3();
    const Bucket = outputOf(context, 'RedshiftStack', 'BucketName');
    return put(client, Bucket, file, context.signal);
  },
}));

/** Puts a file whole, or not at all; one that is there already, to the byte, is left alone. */
async function put(
  client: S3Client,
  Bucket: string,
  file: DataFile,
  abortSignal: AbortSignal,
): Promise<StepOutcome> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const body = await written(file);
  const sha256 = createHash('sha256').update(body).digest('hex');
  if ((await digestOf(client, Bucket, file.key)) === sha256) return { already: `${file.key} is there` };
  await client.send(
    new PutObjectCommand({
      Bucket,
      Key: file.key,
      Body: body,
      ContentType: file.contentType,
      Metadata: { sha256 },
    }),
    { abortSignal },
  );
  return { done: `${file.rows.toLocaleString('en')} rows, ${Math.ceil(body.length / 1024)} KB` };
}

/** Lines between two looks at what else there is to do. */
const linesAtOnce = 200;

/** The file's bytes, made piece by piece: other steps of the run go on meanwhile. */
async function written(file: DataFile): Promise<Buffer> {
  const pieces: string[] = [];
  let lines = 0;
  for (const line of file.lines()) {
    pieces.push(line);
    if (++lines % linesAtOnce === 0) await breathe();
  }
  return Buffer.from(pieces.join(''), 'utf8');
}

/** What we noted of an object when we put it; undefined when it isn't there or isn't ours. */
async function digestOf(client: S3Client, Bucket: string, Key: string): Promise<string | undefined> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    return (await client.send(new HeadObjectCommand({ Bucket, Key }))).Metadata?.sha256;
  } catch (error) {
    // HEAD has no body to name the error in; without s3:ListBucket a missing object is a 403.
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404 || status === 403) return undefined;
    throw error;
  }
}
