import type { Cloud } from '../../cloud.js';
import { AwsError } from '../../protocol/errors.js';
import type { Caller } from '../../service.js';
import type { ClusterRecord } from '../clusters/cluster-record.js';
import type { ClusterStore } from '../clusters/cluster-store.js';
import { iamDatabaseUser } from '../clusters/get-cluster-credentials-with-iam.js';

/** How a request reaches a database: which cluster, as whom. */
export interface Connection {
  cluster: ClusterRecord;
  database: string;
  /** The database user. */
  user: string;
  /** How Redshift names that user when it refuses him: `IAM:name` for temporary credentials. */
  signsInAs: string;
  /** From a secret; checked against the user's own when the statement starts. */
  password?: string;
  /** The user is made when it is not there (an IAM identity's own user). */
  create: boolean;
}

export interface ConnectionInput {
  ClusterIdentifier?: string;
  WorkgroupName?: string;
  SecretArn?: string;
  DbUser?: string;
  Database?: string;
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/**
 * Reads a request's connection parameters.
 * @throws AwsError ValidationException; the user and the database are not looked at before the statement runs
 */
export async function connect(
  cloud: Cloud,
  clusters: ClusterStore,
  input: ConnectionInput,
  caller: Caller,
): Promise<Connection> {
  if (input.WorkgroupName !== undefined && input.ClusterIdentifier !== undefined) {
    throw invalid('ClusterIdentifier and WorkgroupName must not be specified together.');
  }
  if (input.ClusterIdentifier === undefined && input.WorkgroupName === undefined) {
    throw invalid('Either ClusterIdentifier or WorkgroupName must be specified.');
  }
  const cluster = clusters.clusters[(input.ClusterIdentifier ?? '').toLowerCase()];
  if (!cluster || input.WorkgroupName !== undefined) {
    throw invalid("Redshift endpoint doesn't exist in this region.");
  }
  if (input.SecretArn !== undefined && input.DbUser !== undefined) {
    throw invalid('SecretArn and DbUser must not be specified together.');
  }
  if (!input.Database) throw invalid('Database must be specified.');
  if (!['available', 'modifying'].includes(cluster.status)) {
    throw invalid(`Redshift cluster ${cluster.identifier} is not available: it is ${cluster.status}.`);
  }
  const to = { cluster, database: input.Database };
  if (input.SecretArn !== undefined) {
    const { username, password } = await secret(cloud, input.SecretArn);
    return { ...to, user: username, signsInAs: username, password, create: false };
  }
  if (input.DbUser !== undefined) {
    return { ...to, user: input.DbUser, signsInAs: `IAM:${input.DbUser}`, create: false };
  }
  const user = iamDatabaseUser(caller);
  return { ...to, user, signsInAs: user, create: true };
}

async function secret(cloud: Cloud, arn: string): Promise<{ username: string; password: string }> {
  let text: string;
  try {
    const as = { service: 'redshift-data.amazonaws.com' };
    text = (await cloud.call('secretsmanager', 'GetSecretValue', { SecretId: arn }, as)).SecretString ?? '';
  } catch (error) {
    if (error instanceof AwsError) throw invalid(`Cannot read the secret ${arn}: ${error.message}`);
    throw error;
  }
  try {
    const { username, password } = JSON.parse(text) as { username?: unknown; password?: unknown };
    if (typeof username === 'string' && typeof password === 'string') return { username, password };
  } catch {
    // Below: the same words for text that is no JSON and JSON that is no pair.
  }
  throw invalid(`The secret ${arn} does not hold a username and a password.`);
}

/** Who may read what this caller started: the role behind a session, or the user. */
export function identityOf(caller: Caller): string {
  return caller.roleArn ?? caller.arn;
}
