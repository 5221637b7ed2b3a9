import type { CallAs } from '../../../src/local/cloud.js';
import type { AwsError } from '../../../src/local/protocol/errors.js';
import type { TestCloud } from '../harness.js';

/** A role that Lambda may assume, and what it may do. */
export async function makeRole(
  { cloud }: TestCloud,
  name: string,
  statements: object[] = [],
  more: object = {},
): Promise<{ arn: string; as: CallAs; allow(statements: object[]): Promise<void> }> {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Role: role } = await cloud.call('iam', 'CreateRole', {
    RoleName: name,
    AssumeRolePolicyDocument: policy([trust]),
    ...more,
  });
  const allow = async (list: object[]) => {
    await cloud.call('iam', 'PutRolePolicy', {
      RoleName: name,
      PolicyName: 'p',
      PolicyDocument: policy(list),
    });
  };
  if (statements.length) await allow(statements);
  return { arn: role.Arn, as: { service: 'lambda.amazonaws.com', roleArn: role.Arn }, allow };
}

export function policy(statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** How a call is refused; undefined where it isn't. */
export async function refusal(call: Promise<unknown>): Promise<AwsError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return error as AwsError;
  }
}
