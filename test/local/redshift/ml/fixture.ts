import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { startLocalCloud } from '../../../../src/local/local-cloud.js';
import { defaultSettings } from '../../../../src/local/settings.js';
import { connect, type SqlOptions, startWarehouse, type Warehouse } from '../fixture.js';

export const bucket = 'model-bucket';

/** A warehouse whose default role may do what CREATE MODEL needs. */
export interface ModelWarehouse extends Warehouse {
  s3: S3Client;
  /** The words with which a statement fails. */
  failure(text: string, options?: SqlOptions): Promise<string>;
  /** SHOW MODEL as an object. */
  show(model: string, options?: SqlOptions): Promise<Record<string, string>>;
  /** Waits until a model is no longer TRAINING; the rows of SHOW MODEL. */
  trained(model: string): Promise<Record<string, string>>;
  /** The keys in the bucket. */
  keys(): Promise<string[]>;
}

const allow = (Action: string[], Resource: string | string[], Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});

/** What the role may do, by name, so that a test can leave one out. */
export function statements(
  roleArn: string,
): Record<'bucket' | 'objects' | 'jobs' | 'images' | 'logs' | 'metrics' | 'pass', object> {
  return {
    bucket: allow(['s3:GetBucketLocation', 's3:ListBucket'], `arn:aws:s3:::${bucket}`),
    objects: allow(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      `arn:aws:s3:::${bucket}/*`,
    ),
    jobs: allow(['sagemaker:*Job*'], '*'),
    images: allow(['ecr:*'], '*'),
    logs: allow(['logs:*'], '*'),
    metrics: allow(['cloudwatch:PutMetricData'], '*'),
    pass: allow(['iam:PassRole'], roleArn, {
      StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
    }),
  };
}

export async function permit(warehouse: Warehouse, list: object[]): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: list });
  await warehouse.iam.send(
    new PutRolePolicyCommand({ RoleName: 'warehouse', PolicyName: 'models', PolicyDocument }),
  );
}

/** Who may assume the role. */
export async function trust(warehouse: Warehouse, services: string[]): Promise<void> {
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }],
  });
  await warehouse.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'warehouse', PolicyDocument }));
}

export const bothServices = ['redshift.amazonaws.com', 'sagemaker.amazonaws.com'];

export async function startModels(): Promise<ModelWarehouse> {
  const warehouse = await startWarehouse({ beside: ['s3'] });
  await trust(warehouse, bothServices);
  await permit(warehouse, Object.values(statements(warehouse.roleArn)));
  const models = extended(warehouse);
  await models.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return models;
}

/** The clients again, for the same cloud after a restart. */
export async function restarted(before: ModelWarehouse): Promise<ModelWarehouse> {
  await before.test.restart();
  return extended(connect(before.test, before.roleArn));
}

/**
 * What the next process makes of what one leaves that is killed now.
 * @param change is done to the folder in between
 */
export async function afterKill(
  models: ModelWarehouse,
  work: (found: ModelWarehouse) => Promise<void>,
  change: (folder: string) => Promise<void> = async () => {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-killed-'));
  cpSync(models.test.folder, folder, { recursive: true });
  await change(folder);
  const settings = { ...defaultSettings, kinesisLimits: false };
  const options = { folder, name: 'workshop', region: 'us-east-1', settings, log: () => {} };
  const after = await startLocalCloud({ ...options, services: ['iam', 'sts', 'kinesis', 'redshift', 's3'] });
  try {
    const { endpoint } = after.cloud;
    const clientConfig = { ...models.test.clientConfig, endpoint };
    await work(extended(connect({ ...models.test, clientConfig, endpoint }, models.roleArn)));
  } finally {
    await after.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A warehouse with the means for models. */
export function extended(warehouse: Warehouse): ModelWarehouse {
  const s3 = new S3Client({ ...warehouse.test.clientConfig, maxAttempts: 3 });
  const show = async (model: string, options?: SqlOptions) =>
    Object.fromEntries(await warehouse.sql(`SHOW MODEL ${model}`, options)) as Record<string, string>;
  return {
    ...warehouse,
    s3,
    show,
    async failure(text, options) {
      const described = await warehouse.run(text, options);
      if (described.Status !== 'FAILED') throw new Error(`${described.Status}: ${text}`);
      return (described.Error ?? '').replace(/^ERROR: /, '');
    },
    async trained(model) {
      for (;;) {
        const rows = await show(model);
        if (rows['Model State'] !== 'TRAINING') return rows;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async keys() {
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      return (Contents ?? []).map(({ Key }) => Key ?? '');
    },
  };
}

/** 2,000 parcels whose delay follows hour and distance, with a tenth of noise. */
export const parcels = `CREATE TABLE parcels AS
  SELECT i % 24 AS hour, (i * 7) % 500 AS distance, CASE WHEN i % 3 = 0 THEN 'NSW' ELSE 'VIC' END AS state,
    CASE WHEN i % 10 = 9 THEN i % 3 WHEN i % 24 >= 16 THEN 2 WHEN (i * 7) % 500 >= 250 THEN 1 ELSE 0 END AS delay
  FROM (SELECT a.n * 200 + b.n * 20 + c.n * 2 + d.n AS i
    FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
      SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) a
    CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
      SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) b
    CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
      SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) c
    CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1) d) numbers`;

export interface Clauses {
  name?: string;
  from?: string;
  target?: string;
  function?: string;
  role?: string;
  how?: string;
  settings?: string;
}

export const xgboost = (hyperparameters = "NUM_ROUND '10', NUM_CLASS '3'", objective = 'multi:softmax') =>
  `AUTO OFF MODEL_TYPE XGBOOST OBJECTIVE '${objective}' PREPROCESSORS 'none' HYPERPARAMETERS DEFAULT EXCEPT (${hyperparameters})`;

/** CREATE MODEL over the parcels, with what a test would have otherwise. */
export function createModel(clauses: Clauses = {}): string {
  return `CREATE MODEL ${clauses.name ?? 'm'}
FROM ${clauses.from ?? '(SELECT hour, distance, delay FROM parcels)'}
TARGET ${clauses.target ?? 'delay'}
FUNCTION ${clauses.function ?? 'f'}
IAM_ROLE ${clauses.role ?? 'default'}
${clauses.how ?? xgboost()}
${clauses.settings ?? `SETTINGS (S3_BUCKET '${bucket}')`}`;
}
