import type { Cloud } from '../cloud.js';
import type { Service } from '../service.js';
import { accountActions } from './account.js';
import { managedPolicyActions } from './managed-policies.js';
import { policyVersionActions } from './policy-versions.js';
import { attachedPolicyActions, inlinePolicyActions } from './role-policies.js';
import { roleActions } from './roles.js';
import { serviceLinkedActions } from './service-linked.js';
import { simulateActions } from './simulate.js';
import { IamStore } from './store.js';
import { tagActions } from './tags.js';

/** IAM: roles, their policies, managed policies, service-linked roles and the policy simulator. */
export function createIamService(cloud: Cloud): Service {
  const store = new IamStore(cloud);
  return {
    id: 'iam',
    actions: {
      ...roleActions(store),
      ...inlinePolicyActions(store),
      ...attachedPolicyActions(store),
      ...managedPolicyActions(store),
      ...policyVersionActions(store),
      ...tagActions(store),
      ...serviceLinkedActions(store),
      ...accountActions(store),
      ...simulateActions(store),
    },
  };
}
