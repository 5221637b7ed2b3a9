import { AwsError } from '../../protocol/errors.js';
import { SqlError } from '../dialect/sql-error.js';
import type { Execution } from '../engine/execution.js';
import { type ModelFolder, names } from './bucket.js';

/** What the role needs (Developer Guide, cluster setup for Amazon Redshift ML). */
const onBucket = ['s3:GetBucketLocation', 's3:ListBucket'];
const onObjects = ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'];
const trainingJob = [
  'sagemaker:CreateTrainingJob',
  'sagemaker:DescribeTrainingJob',
  'sagemaker:StopTrainingJob',
];
const autoJob = ['sagemaker:CreateAutoMLJob', 'sagemaker:DescribeAutoMLJob', 'sagemaker:StopAutoMLJob'];

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
  if (await denied(execution, iamRole, onBucket, `arn:aws:s3:::${bucket}`))
    throw s3Error('Access Denied', 403, 'AccessDenied');
  if (await denied(execution, iamRole, onObjects, `arn:aws:s3:::${bucket}/${prefix}object`))
    throw s3Error('Access Denied', 403, 'AccessDenied');
  const arn = `arn:aws:sagemaker:${services.region}:${services.accountId}`;
  const resource = job.auto ? `${arn}:automl-job/${job.name}` : `${arn}:training-job/${job.name}`;
  const action = await denied(execution, iamRole, job.auto ? autoJob : trainingJob, resource);
  if (action !== undefined) throw notAuthorized(execution, iamRole, action, resource);
  const passed = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };
  if (await services.firstDenied(iamRole, ['iam:PassRole'], iamRole, passed))
    throw notAuthorized(execution, iamRole, 'iam:PassRole', iamRole);
  await requireBucket(execution, folder);
  await requireTrust(execution, folder);
}

function denied(
  { services }: Execution,
  role: string,
  actions: string[],
  resource: string,
): Promise<string | undefined> {
  return services.firstDenied(role, actions, resource);
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

function notAuthorized({ services }: Execution, role: string, action: string, resource: string): SqlError {
  const session = `arn:aws:sts::${services.accountId}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/RedshiftIamRoleSession`;
  return new SqlError(
    `SageMaker error: User: ${session} is not authorized to perform: ${action} on resource: ${resource} ` +
      `because no identity-based policy allows the ${action} action (AccessDeniedException)`,
    '42501',
  );
}
