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
  const iamRole = command.iamRole === 'default' ? services.defaultRole() : command.iamRole;
  if (iamRole === undefined) {
    throw new SqlError(
      'The cluster has no default IAM role: set one (ModifyClusterIamRoles with DefaultIamRoleArn) or name a role by its ARN',
      '22023',
    );
  }
  requireAttached(execution, iamRole);
  catalog.put('schema', command.schema, {
    name: command.schema,
    id: catalog.newId(),
    owner: session.user,
    external: { source: 'kinesis', region: command.region ?? services.region, iamRole },
  });
  return done();
}

/** @throws SqlError in the words with which Redshift refuses a role that it may not assume */
export function requireAttached({ services, session }: Execution, iamRole: string): void {
  if (services.hasRole(iamRole)) return;
  throw new SqlError(
    `User arn:aws:redshift:${services.region}:${services.accountId}:dbuser:${session.database}/${session.user} ` +
      `is not authorized to assume IAM Role ${iamRole}`,
    '42501',
  );
}
