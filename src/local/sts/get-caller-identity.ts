import type { Cloud } from '../cloud.js';
import { userIdOf, userNameOf } from '../policy/user.js';
import type { Action } from '../service.js';

/** Who signed the request. A role session's UserId is `ROLEID:SESSION`. Source: STS API reference, GetCallerIdentity. */
export function getCallerIdentity(cloud: Cloud): Action {
  return async (_input, { caller }) => ({
    UserId: await userId(cloud, caller.arn, caller.roleArn),
    Account: cloud.accountId,
    Arn: caller.arn,
  });
}

async function userId(cloud: Cloud, arn: string, roleArn: string | undefined): Promise<string> {
  const user = userNameOf(arn);
  if (user !== undefined) return userIdOf(cloud.accountId, user);
  const session = /:assumed-role\/.+\/([^/]+)$/.exec(arn)?.[1];
  if (session === undefined || roleArn === undefined) return cloud.accountId;
  const { Role: role } = await cloud.call('iam', 'GetRole', { RoleName: roleArn.split('/').at(-1) });
  return `${role.RoleId}:${session}`;
}
