import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { roleShape } from './encode.js';
import { newRole, removeRole } from './roles.js';
import { serviceLinkedRole, takesSuffix } from './service-linked-table.js';
import { type IamStore, noSuchEntity } from './store.js';

/** CreateServiceLinkedRole, DeleteServiceLinkedRole, GetServiceLinkedRoleDeletionStatus. */
export function serviceLinkedActions(store: IamStore): Record<string, Action> {
  return {
    CreateServiceLinkedRole(input) {
      const service: string = input.AWSServiceName;
      const linked = serviceLinkedRole(service);
      if (!linked)
        throw new AwsError('InvalidInputException', `Service-linked roles of ${service} are not known here.`);
      if (input.CustomSuffix && !takesSuffix.has(service))
        throw new AwsError('InvalidInputException', `Custom suffix is not allowed for ${service}`);
      const name = linked.role + (input.CustomSuffix ? `_${input.CustomSuffix}` : '');
      if (store.findRole(name))
        throw new AwsError(
          'InvalidInputException',
          `Service role name ${name} has been taken in this account, please try a different suffix.`,
        );
      const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
      const role = newRole(store, {
        name,
        path: `/aws-service-role/${service}/`,
        trust: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
        description: input.Description ?? linked.description,
        maxSession: 3600,
        tags: [],
        attached: [`arn:aws:iam::aws:policy/aws-service-role/${linked.policy}`],
      });
      return { Role: roleShape(role, 'created') };
    },
    DeleteServiceLinkedRole(input) {
      const role = store.role(input.RoleName);
      if (!role.path.startsWith('/aws-service-role/'))
        throw noSuchEntity(`The role with name ${input.RoleName} cannot be found.`);
      removeRole(store, role);
      return { DeletionTaskId: `task${role.path}${role.name}/${randomUUID()}` };
    },
    GetServiceLinkedRoleDeletionStatus(input) {
      const match = /^task\/aws-service-role\/[^/]+\/([^/]+)\/[0-9a-f-]{36}$/.exec(input.DeletionTaskId);
      if (!match) throw noSuchEntity(`Deletion task ${input.DeletionTaskId} cannot be found.`);
      return { Status: 'SUCCEEDED' };
    },
  };
}
