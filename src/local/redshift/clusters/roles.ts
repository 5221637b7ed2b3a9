import type { Cloud } from '../../cloud.js';
import { invalidValue } from './invalid.js';

/**
 * Refuses a role that does not exist or does not trust Redshift, in Redshift's words
 * (re:Post knowledge centre, redshift-iam-role-error).
 * @throws AwsError InvalidParameterValue
 */
export async function checkRoles(cloud: Cloud, arns: readonly string[]): Promise<void> {
  for (const arn of arns) {
    if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(arn))
      throw invalidValue(`The IAM role ${arn} is not valid.`);
    const trust = await trustPolicy(cloud, arn.slice(arn.lastIndexOf('/') + 1));
    if (!trust || !/"redshift(-serverless)?\.amazonaws\.com"/.test(trust)) {
      throw invalidValue(
        `The IAM role ${arn} is not valid. The IAM role must delegate access to an Amazon Redshift account.`,
      );
    }
  }
}

async function trustPolicy(cloud: Cloud, name: string): Promise<string | undefined> {
  try {
    const reply = await cloud.call(
      'iam',
      'GetRole',
      { RoleName: name },
      { service: 'redshift.amazonaws.com' },
    );
    return decodeURIComponent(reply.Role.AssumeRolePolicyDocument ?? '');
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('NoSuchEntity')) return undefined;
    throw error;
  }
}
