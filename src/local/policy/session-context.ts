import type { Place } from './access-table.js';
import type { ConditionContext } from './conditions.js';
import type { RolePolicies } from './role-directory.js';

/** Who asks: a session of a role. */
export interface RoleSession {
  /** `arn:aws:sts::A:assumed-role/ROLE/SESSION` */
  arn: string;
  roleArn: string;
  /** Session policies, as AssumeRole was given them. */
  policies?: { text?: string | undefined; arns?: readonly string[] | undefined } | undefined;
}

/**
 * The condition keys that every call of a role's session has. The way to 127.0.0.1 counts as a secure transport, so
 * that a policy that asks for TLS holds here as it will on AWS.
 * Source: IAM user guide, 'AWS global condition context keys'.
 */
export function sessionContext(session: RoleSession, role: RolePolicies, place: Place): ConditionContext {
  const now = new Date();
  const userId = `${role.id}:${session.arn.slice(session.arn.lastIndexOf('/') + 1)}`;
  return {
    'aws:PrincipalArn': role.arn,
    'aws:PrincipalAccount': place.accountId,
    'aws:PrincipalType': 'AssumedRole',
    'aws:userid': userId,
    // A statement of the Data API is only ever shown to the role that started it.
    'redshift-data:statement-owner-iam-userid': userId,
    'aws:ResourceAccount': place.accountId,
    'aws:RequestedRegion': place.region,
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
    ...Object.fromEntries(role.tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value])),
  };
}
