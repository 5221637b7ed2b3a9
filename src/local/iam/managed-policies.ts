import { parsePolicy } from '../policy/policy-document.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { awsManagedPolicies } from './aws-managed.js';
import { page, policyShape } from './encode.js';
import { checkName, checkPath, checkPolicyArn, mergeTags, quotaLength } from './names.js';
import { type IamStore, type ManagedPolicy, noSuchEntity, uniqueId } from './store.js';

/** CreatePolicy, GetPolicy, ListPolicies, DeletePolicy, ListEntitiesForPolicy. */
export function managedPolicyActions(store: IamStore): Record<string, Action> {
  return {
    CreatePolicy(input) {
      checkName('policyName', input.PolicyName);
      const path: string = input.Path ?? '/';
      checkPath(path);
      parsePolicy(input.PolicyDocument, 'identity');
      checkSize(input.PolicyDocument);
      const wanted = String(input.PolicyName).toLowerCase();
      if (store.policies.some((policy) => policy.name.toLowerCase() === wanted))
        throw new AwsError(
          'EntityAlreadyExistsException',
          `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
        );
      const now = Date.now();
      const policy: ManagedPolicy = {
        name: input.PolicyName,
        path,
        id: uniqueId('ANPA'),
        arn: `arn:aws:iam::${store.cloud.accountId}:policy${path}${input.PolicyName}`,
        description: input.Description,
        created: now,
        updated: now,
        defaultVersion: 'v1',
        nextVersion: 2,
        versions: [{ id: 'v1', document: input.PolicyDocument, created: now }],
        tags: mergeTags([], input.Tags ?? []),
      };
      store.policies.push(policy);
      store.savePolicies();
      return { Policy: { ...policyShape(policy, store.uses(policy.arn), 'full'), Description: undefined } };
    },
    GetPolicy(input) {
      const policy = anyPolicy(store, input.PolicyArn);
      return { Policy: policyShape(policy, store.uses(policy.arn), 'full') };
    },
    ListPolicies(input) {
      const scope: string = input.Scope ?? 'All';
      const all = [
        ...(scope === 'AWS' ? [] : store.policies),
        ...(scope === 'Local' ? [] : awsManagedPolicies()),
      ];
      const boundaries = input.PolicyUsageFilter === 'PermissionsBoundary';
      const chosen = all.filter((policy) => {
        const uses = store.uses(policy.arn);
        if (input.OnlyAttached && !(boundaries ? uses.boundaries : uses.attachments)) return false;
        if (boundaries && !uses.boundaries) return false;
        return policy.path.startsWith(input.PathPrefix ?? '/');
      });
      const { items, ...rest } = page(chosen, input);
      return {
        Policies: items.map((policy) => policyShape(policy, store.uses(policy.arn), 'listed')),
        ...rest,
      };
    },
    DeletePolicy(input) {
      const policy = ownPolicy(store, input.PolicyArn);
      const uses = store.uses(policy.arn);
      if (uses.attachments || uses.boundaries)
        throw new AwsError('DeleteConflictException', 'Cannot delete a policy attached to entities.');
      if (policy.versions.length > 1)
        throw new AwsError(
          'DeleteConflictException',
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      store.policies.splice(store.policies.indexOf(policy), 1);
      store.savePolicies();
      return {};
    },
    ListEntitiesForPolicy(input) {
      const policy = anyPolicy(store, input.PolicyArn);
      const boundaries = input.PolicyUsageFilter === 'PermissionsBoundary';
      const roles = store.roles.filter((role) =>
        boundaries ? role.boundary === policy.arn : role.attached.includes(policy.arn),
      );
      const { items, ...rest } = page(roles, input);
      return {
        PolicyRoles: items.map((role) => ({ RoleName: role.name, RoleId: role.id })),
        PolicyGroups: [],
        PolicyUsers: [],
        ...rest,
      };
    },
  };
}

/** @throws AwsError ValidationError, NoSuchEntityException */
export function anyPolicy(store: IamStore, arn: string): ManagedPolicy {
  checkPolicyArn(arn);
  const policy = store.findPolicy(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** A policy of the account's own. @throws AwsError AccessDenied for one of AWS's; as anyPolicy */
export function ownPolicy(store: IamStore, arn: string): ManagedPolicy {
  const policy = anyPolicy(store, arn);
  if (!store.policies.includes(policy))
    throw new AwsError('AccessDenied', `Policy ${arn} is managed by AWS and cannot be changed.`, {
      status: 403,
    });
  return policy;
}

/** @throws AwsError LimitExceededException past 6,144 characters */
export function checkSize(document: string): void {
  if (quotaLength(document) > 6144)
    throw new AwsError('LimitExceededException', 'Cannot exceed quota for PolicySize: 6144');
}
