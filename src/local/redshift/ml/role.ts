import type { Need } from '../../policy/access-table.js';
import { notAuthorized as refusal, unallowed } from '../../policy/denial.js';
import { AwsError } from '../../protocol/errors.js';
import { SqlError } from '../dialect/sql-error.js';
import type { Execution } from '../engine/execution.js';
import { sessionOf } from '../streaming/role-session.js';
import { type ModelFolder, names } from './bucket.js';
import { trainingNeeds } from './needed.js';

/** What the role needs of the bucket (Developer Guide, cluster setup for Amazon Redshift ML). */
const onBucket = ['s3:GetBucketLocation', 's3:ListBucket'];
const onObjects = ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload'];

/**
 * Refuses a bucket that is not there, and a role that may not use it, may not train, or may not be handed to SageMaker.
 * @throws SqlError in S3's, SageMaker's and IAM's own words, as Redshift passes them on
 */
export async function requireUsable(
  execution: Execution,
  folder: ModelFolder,
  job: { name: string; auto: boolean },
): Promise<void> {
  const { services } = execution;
  const { iamRole, bucket, prefix } = folder;
  await requireBucket(execution, folder);
  for (const [actions, resource] of [
    [onBucket, `arn:aws:s3:::${bucket}`],
    [onObjects, `arn:aws:s3:::${bucket}/${prefix}object`],
  ] as const) {
    const action = await services.firstDenied(iamRole, actions, resource);
    if (action !== undefined)
      throw s3Error(words(execution, iamRole, action, `"${resource}"`), 403, 'AccessDenied');
  }
  const passed = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };
  const pass = { action: 'iam:PassRole', resource: iamRole, context: passed };
  for (const { action, resource, context } of [...trainingNeeds(job, services), pass] as Need[]) {
    if ((await services.firstDenied(iamRole, [action], resource, context)) !== undefined)
      throw notAuthorized(execution, iamRole, action, resource);
  }
  await requireTrust(execution, folder);
}

async function requireBucket({ services }: Execution, folder: ModelFolder): Promise<void> {
  try {
    await names(services.call, folder, 'redshift', 'none');
  } catch (error) {
    throw passedOn(error);
  }
}

/** SageMaker assumes the role when the job is made; its words for a role that does not let it. */
async function requireTrust({ services }: Execution, folder: ModelFolder): Promise<void> {
  try {
    await names(services.call, folder, 'sagemaker', 'none');
  } catch (error) {
    if (!(error instanceof AwsError) || !/^AccessDenied/.test(error.code)) throw error;
    throw new SqlError(
      `SageMaker error: Could not assume role ${folder.iamRole}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role. (ValidationException)`,
      '42501',
    );
  }
}

/** An error of S3 (or of assuming the role) as a statement's error; any other stays what it is. */
export function passedOn(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  return s3Error(error.message, error.status ?? (error.code === 'NoSuchBucket' ? 404 : 403), error.code);
}

function s3Error(message: string, status: number, code: string): SqlError {
  return new SqlError(
    `S3ServiceException:${message},Status ${status},Error ${code}`,
    code === 'AccessDenied' ? '42501' : '22023',
  );
}

function notAuthorized(execution: Execution, role: string, action: string, resource: string): SqlError {
  const said = words(execution, role, action, resource);
  return new SqlError(`SageMaker error: ${said} (AccessDeniedException)`, '42501');
}

function words({ services }: Execution, role: string, action: string, resource: string): string {
  const { arn } = sessionOf(role, services.accountId);
  return refusal(arn, action, resource, unallowed(action));
}
