import type { RoleSession } from '../../policy/session-context.js';

/** The name of the session in which Redshift uses a cluster's role. */
export const sessionName = 'RedshiftIamRoleSession';

/** Redshift's session of a role, as its refusals name it. */
export function sessionOf(roleArn: string, accountId: string): RoleSession {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionName}`, roleArn };
}
