import type { Cloud } from '../cloud.js';
import type { CredentialAuthority } from '../credential-authority.js';
import type { Authorizer } from '../policy/authorizer.js';
import { evaluate, type RequestPrincipal } from '../policy/evaluate.js';
import { parsePolicy } from '../policy/policy-document.js';
import { AwsError } from '../protocol/errors.js';
import type { Action, Caller } from '../service.js';
import { credentialsShape } from './credentials-shape.js';
import { sessionPolicies } from './session-policies.js';
import { checkDuration, checkRoleArn, checkSessionName, checkTags } from './validation.js';

/**
 * Credentials of a role, if its trust policy lets the caller. A role's session whom the trust policy admits only as part
 * of the account needs `sts:AssumeRole` of its own, too.
 * @throws AwsError AccessDenied in STS's words, also for a role that does not exist
 * Source: STS API reference, AssumeRole; recorded `test_assume_role`, `test_sts_invalid_parameters`.
 */
export function assumeRole(cloud: Cloud, authority: CredentialAuthority, authorizer: Authorizer): Action {
  return async (input, { caller }) => {
    checkRoleArn(input.RoleArn);
    checkSessionName(input.RoleSessionName);
    checkTags(input.Tags ?? [], input.TransitiveTagKeys ?? []);
    const role = await findRole(cloud, input.RoleArn);
    if (!role || !admitted(cloud, authorizer, caller, role, input.ExternalId))
      throw denied(caller, input.RoleArn);
    const seconds = checkDuration(input.DurationSeconds, role.maxSession, caller);
    const arn = `arn:aws:sts::${cloud.accountId}:assumed-role/${role.name}/${input.RoleSessionName}`;
    const narrowing = sessionPolicies(input);
    const issued = authority.issue({
      roleArn: role.arn,
      sessionName: input.RoleSessionName,
      arn,
      seconds,
      ...narrowing?.given,
    });
    return {
      Credentials: credentialsShape(issued),
      AssumedRoleUser: { AssumedRoleId: `${role.id}:${input.RoleSessionName}`, Arn: arn },
      ...((input.Tags?.length || narrowing) && { PackedPolicySize: narrowing?.percent ?? 1 }),
    };
  };
}

interface TrustingRole {
  name: string;
  id: string;
  arn: string;
  trust: string;
  maxSession: number;
}

async function findRole(cloud: Cloud, arn: string): Promise<TrustingRole | undefined> {
  const name = arn.split('/').at(-1) ?? '';
  try {
    const { Role: role } = await cloud.call('iam', 'GetRole', { RoleName: name });
    if (role.Arn !== arn) return undefined;
    return {
      name: role.RoleName,
      id: role.RoleId,
      arn: role.Arn,
      trust: decodeURIComponent(role.AssumeRolePolicyDocument),
      maxSession: role.MaxSessionDuration,
    };
  } catch (error) {
    if (error instanceof AwsError && error.code.startsWith('NoSuchEntity')) return undefined;
    throw error;
  }
}

function admitted(
  cloud: Cloud,
  authorizer: Authorizer,
  caller: Caller,
  role: TrustingRole,
  externalId: string | undefined,
): boolean {
  const isService = !caller.arn.startsWith('arn:');
  const names = [caller.arn, ...(caller.roleArn ? [caller.roleArn] : [])];
  const request = {
    action: 'sts:AssumeRole',
    resource: role.arn,
    context: {
      'aws:SourceAccount': cloud.accountId,
      'aws:PrincipalAccount': cloud.accountId,
      'aws:PrincipalArn': caller.roleArn ?? caller.arn,
      ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
    },
  };
  const trust = parsePolicy(role.trust, 'trust');
  const asks = (principal: RequestPrincipal) => evaluate([trust], { ...request, principal }).decision;
  if (isService) return asks({ service: caller.arn }) === 'allowed';
  if (asks({ accountId: cloud.accountId, arns: names }) !== 'allowed') return false;
  // The account's root and its one user may do anything; a role that is named itself needs no permission besides.
  if (!caller.roleArn?.includes(':role/')) return true;
  if (asks({ accountId: 'none', arns: names }) === 'allowed') return true;
  const session = { arn: caller.arn, roleArn: caller.roleArn, policies: caller.sessionPolicies };
  return authorizer.firstDenied(session, ['sts:AssumeRole'], role.arn) === undefined;
}

function denied(caller: Caller, roleArn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    { status: 403 },
  );
}
