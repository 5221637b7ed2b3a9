import type { Cloud } from '../cloud.js';
import type { RoleDirectory } from '../policy/role-directory.js';
import type { Service } from '../service.js';
import { iamAccess } from './access.js';
import { accountActions } from './account.js';
import { managedPolicyActions } from './managed-policies.js';
import { ownUserActions } from './own-user.js';
import { policyVersionActions } from './policy-versions.js';
import { StoredRoles } from './role-directory.js';
import { attachedPolicyActions, inlinePolicyActions } from './role-policies.js';
import { roleActions } from './roles.js';
import { serviceLinkedActions } from './service-linked.js';
import { simulateActions } from './simulate.js';
import { IamStore } from './store.js';
import { tagActions } from './tags.js';

/**
 * IAM: roles, their policies, managed policies, service-linked roles and the policy simulator.
 * @returns the service, and what the check of every call reads
 */
export function createIamService(cloud: Cloud): { service: Service; roles: RoleDirectory } {
  const store = new IamStore(cloud);
  const service: Service = {
    id: 'iam',
    access: iamAccess(store),
    actions: {
      ...roleActions(store),
      ...inlinePolicyActions(store),
      ...attachedPolicyActions(store),
      ...managedPolicyActions(store),
      ...policyVersionActions(store),
      ...tagActions(store),
      ...serviceLinkedActions(store),
      ...accountActions(store),
      ...ownUserActions(),
      ...simulateActions(store),
    },
  };
  return { service, roles: new StoredRoles(store) };
}
