import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { cdk, iam } from './cdk.js';

/** What a role may do. A resource is an ARN, a reference, or a `Fn::Sub` pattern of an ARN. */
export interface Allowance {
  actions: string[];
  resources: string[];
  /** By operator, then by key: `{ StringEquals: { 'iam:PassedToService': '…' } }` */
  condition?: Record<string, Record<string, string | string[]>>;
}

/**
 * A role with one inline policy and no managed one. The service may only assume it on behalf of this account, so
 * that nobody else's workspace or schedule can borrow it (the confused deputy).
 * @param options.service one, or several where one hands the role to another
 */
export function role(
  scope: Construct,
  id: string,
  options: { service: string | string[]; description: string; sourceAccount?: boolean; allow: Allowance[] },
): CfnRole {
  const condition = { StringEquals: { 'aws:SourceAccount': cdk.Aws.ACCOUNT_ID } };
  return new iam.CfnRole(scope, id, {
    description: options.description,
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: options.service },
          Action: 'sts:AssumeRole',
          ...(options.sourceAccount === false ? {} : { Condition: condition }),
        },
      ],
    },
    policies: [
      {
        policyName: 'workshop',
        policyDocument: policyDocument(options.allow),
      },
    ],
  });
}

/** A policy that allows each of these, and nothing else. */
export function policyDocument(allow: Allowance[]): object {
  return {
    Version: '2012-10-17',
    Statement: allow.map(({ actions, resources, condition }) => ({
      Effect: 'Allow',
      Action: one(actions),
      Resource: one(resources.map(pattern)),
      ...(condition ? { Condition: condition } : {}),
    })),
  };
}

function one(values: string[]): string | string[] | undefined {
  return values.length === 1 ? values[0] : values;
}

function pattern(text: string): string {
  return cdk.Token.isUnresolved(text) || !text.includes('${') ? text : cdk.Fn.sub(text);
}
