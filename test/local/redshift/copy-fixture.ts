import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type SqlOptions, startWarehouse, type Warehouse } from './fixture.js';

export const bucket = 'copy-bucket';

/** A warehouse with a bucket that its default role may read. */
export interface LoadingWarehouse extends Warehouse {
  s3: S3Client;
  /** Uploads a file; answers its URL. */
  upload(key: string, body: string | Uint8Array): Promise<string>;
  /** Uploads a file and COPYs it into a table with the default role; fails when it fails. */
  load(table: string, body: string | Uint8Array, options?: string): Promise<void>;
  /** As `load`; the words with which it fails. */
  loadFailure(table: string, body: string | Uint8Array, options?: string): Promise<string>;
  /** The words with which a statement fails. */
  failure(text: string, options?: SqlOptions): Promise<string>;
  /** What the role may do, by a policy of its own name. */
  allow(name: string, statements: object[]): Promise<void>;
}

export async function startLoading(): Promise<LoadingWarehouse> {
  const warehouse = loading(await startWarehouse({ beside: ['s3'] }));
  await warehouse.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await warehouse.allow('bucket', [
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::${bucket}/*` },
  ]);
  return warehouse;
}

let files = 0;

/** What loads beside a warehouse's own clients. */
export function loading(warehouse: Warehouse): LoadingWarehouse {
  const s3 = new S3Client(warehouse.test.clientConfig);
  const upload = async (key: string, body: string | Uint8Array) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    return `s3://${bucket}/${key}`;
  };
  const failure = async (text: string, options?: SqlOptions) => {
    const described = await warehouse.run(text, options);
    if (described.Status !== 'FAILED') throw new Error(`${described.Status}: ${text}`);
    return described.Error ?? '';
  };
  const copyOf = async (table: string, body: string | Uint8Array, options: string) =>
    `COPY ${table} FROM '${await upload(`load/${++files}/data`, body)}' IAM_ROLE default ${options}`;
  return {
    ...warehouse,
    s3,
    upload,
    failure,
    async load(table, body, options = '') {
      await warehouse.sql(await copyOf(table, body, options));
    },
    async loadFailure(table, body, options = '') {
      return failure(await copyOf(table, body, options));
    },
    async allow(name, statements) {
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      await warehouse.iam.send(
        new PutRolePolicyCommand({ RoleName: 'warehouse', PolicyName: name, PolicyDocument }),
      );
    },
  };
}

/** Reason and column of each row in error of the last COPY, in the files' order. */
export async function lastErrors(warehouse: Warehouse): Promise<unknown[][]> {
  return warehouse.sql(
    `SELECT line_number, trim(colname), err_code, trim(err_reason) FROM stl_load_errors
     WHERE query = (SELECT max(query) FROM stl_load_errors) ORDER BY filename, line_number`,
  );
}
