import { parsePolicy } from '../policy/policy-document.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { encodeDocument, page } from './encode.js';
import { checkName, checkPolicyArn, quotaLength } from './names.js';
import { type IamStore, noSuchEntity } from './store.js';

/** Inline policies of a role: PutRolePolicy, GetRolePolicy, ListRolePolicies, DeleteRolePolicy. */
export function inlinePolicyActions(store: IamStore): Record<string, Action> {
  return {
    PutRolePolicy(input) {
      const role = store.ownRole(input.RoleName);
      checkName('policyName', input.PolicyName);
      parsePolicy(input.PolicyDocument, 'identity');
      const others = Object.entries(role.inline).filter(([name]) => name !== input.PolicyName);
      const size = others.reduce(
        (sum, [, text]) => sum + quotaLength(text),
        quotaLength(input.PolicyDocument),
      );
      if (size > 10240)
        throw new AwsError(
          'LimitExceededException',
          `Maximum policy size of 10240 bytes exceeded for role ${role.name}`,
        );
      role.inline[input.PolicyName] = input.PolicyDocument;
      store.saveRoles();
      return {};
    },
    GetRolePolicy(input) {
      const role = store.role(input.RoleName);
      const document = role.inline[input.PolicyName];
      if (document === undefined) throw noInline(input.PolicyName);
      return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) };
    },
    ListRolePolicies(input) {
      const { items, ...rest } = page(Object.keys(store.role(input.RoleName).inline).sort(), input);
      return { PolicyNames: items, ...rest };
    },
    DeleteRolePolicy(input) {
      const role = store.ownRole(input.RoleName);
      if (role.inline[input.PolicyName] === undefined) throw noInline(input.PolicyName);
      delete role.inline[input.PolicyName];
      store.saveRoles();
      return {};
    },
  };
}

/** Managed policies on a role: AttachRolePolicy, DetachRolePolicy, ListAttachedRolePolicies. */
export function attachedPolicyActions(store: IamStore): Record<string, Action> {
  return {
    AttachRolePolicy(input) {
      const role = store.ownRole(input.RoleName);
      checkPolicyArn(input.PolicyArn);
      if (!store.findPolicy(input.PolicyArn))
        throw noSuchEntity(`Policy ${input.PolicyArn} does not exist or is not attachable.`);
      if (role.attached.includes(input.PolicyArn)) return {};
      if (role.attached.length >= 10)
        throw new AwsError('LimitExceededException', 'Cannot exceed quota for PoliciesPerRole: 10');
      role.attached.push(input.PolicyArn);
      store.saveRoles();
      return {};
    },
    DetachRolePolicy(input) {
      const role = store.ownRole(input.RoleName);
      checkPolicyArn(input.PolicyArn);
      if (!role.attached.includes(input.PolicyArn))
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      role.attached = role.attached.filter((arn) => arn !== input.PolicyArn);
      store.saveRoles();
      return {};
    },
    ListAttachedRolePolicies(input) {
      const role = store.role(input.RoleName);
      const prefix: string = input.PathPrefix ?? '/';
      const attached = role.attached
        .map((arn) => store.findPolicy(arn))
        .filter((policy) => policy?.path.startsWith(prefix));
      const { items, ...rest } = page(attached, input);
      return {
        AttachedPolicies: items.map((policy) => ({ PolicyName: policy?.name, PolicyArn: policy?.arn })),
        ...rest,
      };
    },
  };
}

function noInline(name: string): AwsError {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}
