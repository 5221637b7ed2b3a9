import { parsePolicy } from '../policy/policy-document.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { page, roleShape } from './encode.js';
import { checkName, checkPath, checkPolicyArn, invalid, mergeTags, quotaLength } from './names.js';
import { type IamStore, noSuchEntity, type Role, uniqueId } from './store.js';

/** CreateRole, GetRole, ListRoles, UpdateRole, UpdateRoleDescription, UpdateAssumeRolePolicy, DeleteRole, boundaries. */
export function roleActions(store: IamStore): Record<string, Action> {
  return {
    CreateRole(input) {
      checkName('roleName', input.RoleName);
      const path: string = input.Path ?? '/';
      checkPath(path);
      if (path.startsWith('/aws-service-role/'))
        throw invalid('Path "/aws-service-role/" is reserved and can only be used by AWS.');
      checkSession(input.MaxSessionDuration);
      checkTrust(input.AssumeRolePolicyDocument);
      if (input.PermissionsBoundary) checkBoundary(store, input.PermissionsBoundary);
      const role = newRole(store, {
        name: input.RoleName,
        path,
        trust: input.AssumeRolePolicyDocument,
        description: input.Description,
        maxSession: input.MaxSessionDuration ?? 3600,
        boundary: input.PermissionsBoundary,
        tags: mergeTags([], input.Tags ?? []),
      });
      return { Role: roleShape(role, 'created') };
    },
    GetRole(input) {
      return { Role: roleShape(store.role(input.RoleName), 'full') };
    },
    ListRoles(input) {
      const prefix: string = input.PathPrefix ?? '/';
      const roles = store.roles
        .filter((role) => role.path.startsWith(prefix))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, ...rest } = page(roles, input);
      return { Roles: items.map((role) => roleShape(role, 'listed')), ...rest };
    },
    UpdateRole(input) {
      const role = store.ownRole(input.RoleName);
      checkSession(input.MaxSessionDuration);
      if (input.Description !== undefined) role.description = input.Description;
      if (input.MaxSessionDuration !== undefined) role.maxSession = input.MaxSessionDuration;
      store.saveRoles();
      return {};
    },
    UpdateRoleDescription(input) {
      const role = store.ownRole(input.RoleName);
      role.description = input.Description;
      store.saveRoles();
      return { Role: roleShape(role, 'listed') };
    },
    UpdateAssumeRolePolicy(input) {
      const role = store.ownRole(input.RoleName);
      checkTrust(input.PolicyDocument);
      role.trust = input.PolicyDocument;
      store.saveRoles();
      return {};
    },
    DeleteRole(input) {
      const role = store.ownRole(input.RoleName);
      if (role.attached.length) throw conflict('Cannot delete entity, must detach all policies first.');
      if (Object.keys(role.inline).length)
        throw conflict('Cannot delete entity, must delete policies first.');
      removeRole(store, role);
      return {};
    },
    PutRolePermissionsBoundary(input) {
      const role = store.ownRole(input.RoleName);
      checkBoundary(store, input.PermissionsBoundary);
      role.boundary = input.PermissionsBoundary;
      store.saveRoles();
      return {};
    },
    DeleteRolePermissionsBoundary(input) {
      const role = store.ownRole(input.RoleName);
      if (role.boundary === undefined)
        throw noSuchEntity(`The permissions boundary for the role ${role.name} cannot be found.`);
      delete role.boundary;
      store.saveRoles();
      return {};
    },
  };
}

/**
 * Makes a role and saves it.
 * @throws AwsError EntityAlreadyExistsException
 */
export function newRole(
  store: IamStore,
  fields: Pick<Role, 'name' | 'path' | 'trust' | 'maxSession' | 'tags' | 'description' | 'boundary'> & {
    attached?: string[];
  },
): Role {
  if (store.findRole(fields.name))
    throw new AwsError('EntityAlreadyExistsException', `Role with name ${fields.name} already exists.`);
  const role: Role = {
    id: uniqueId('AROA'),
    arn: `arn:aws:iam::${store.cloud.accountId}:role${fields.path}${fields.name}`,
    created: Date.now(),
    inline: {},
    attached: [],
    ...fields,
  };
  store.roles.push(role);
  store.saveRoles();
  return role;
}

/** Takes a role out and saves. */
export function removeRole(store: IamStore, role: Role): void {
  store.roles.splice(store.roles.indexOf(role), 1);
  store.saveRoles();
}

function checkTrust(text: string): void {
  parsePolicy(text, 'trust');
  if (quotaLength(text) > 2048)
    throw new AwsError('LimitExceededException', 'Cannot exceed quota for ACLSizePerRole: 2048');
}

function checkSession(seconds: number | undefined): void {
  if (seconds === undefined || (seconds >= 3600 && seconds <= 43200)) return;
  const bound = seconds < 3600 ? 'greater than or equal to 3600' : 'less than or equal to 43200';
  throw invalid(
    `1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function checkBoundary(store: IamStore, arn: string): void {
  checkPolicyArn(arn);
  if (!store.findPolicy(arn)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
}

function conflict(message: string): AwsError {
  return new AwsError('DeleteConflictException', message);
}
