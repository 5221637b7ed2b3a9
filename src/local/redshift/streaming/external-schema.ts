import { requireSuperuser } from '../catalog/privileges.js';
import type { Command } from '../dialect/command.js';
import { SqlError } from '../dialect/sql-error.js';
import { type Execution, writing } from '../engine/execution.js';
import { done, type Outcome } from '../engine/outcome.js';

/** CREATE EXTERNAL SCHEMA … FROM KINESIS: the role must be the cluster's. Whether it may read a stream is asked later. */
export function createExternalSchema(
  execution: Execution,
  command: Extract<Command, { kind: 'create-external-schema' }>,
): Outcome {
  const { catalog } = writing(execution);
  if (catalog.get('schema', command.schema)) {
    if (command.ifNotExists) return done(-1, [`schema "${command.schema}" already exists, skipping`]);
    throw new SqlError(`schema "${command.schema}" already exists`, '42P06');
  }
  const { services, session } = execution;
  requireSuperuser(catalog.user(session.user), 'create an external schema');
  const iamRole = resolveRole(execution, command.iamRole);
  catalog.put('schema', command.schema, {
    name: command.schema,
    id: catalog.newId(),
    owner: session.user,
    external: { source: 'kinesis', region: command.region ?? services.region, iamRole },
  });
  return done();
}

/**
 * The ARN behind `IAM_ROLE default | 'arn'`, checked to be the cluster's.
 * @throws SqlError where there is no default, or the role is not attached
 */
export function resolveRole(execution: Execution, written: string): string {
  const iamRole = written === 'default' ? execution.services.defaultRole() : written;
  if (iamRole === undefined) {
    throw new SqlError(
      'The cluster has no default IAM role: set one (ModifyClusterIamRoles with DefaultIamRoleArn) or name a role by its ARN',
      '22023',
    );
  }
  requireAttached(execution, iamRole);
  return iamRole;
}

/** @throws SqlError in the words with which Redshift refuses a role that it may not assume */
export function requireAttached(execution: Execution, iamRole: string): void {
  if (!execution.services.hasRole(iamRole)) throw notAssumable(execution, iamRole);
}

/** The words with which Redshift refuses a role that is not attached, or that does not trust it. */
export function notAssumable({ services, session }: Execution, iamRole: string): SqlError {
  return new SqlError(
    `User arn:aws:redshift:${services.region}:${services.accountId}:dbuser:${session.database}/${session.user} ` +
      `is not authorized to assume IAM Role ${iamRole}`,
    '42501',
  );
}
