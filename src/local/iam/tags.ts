import type { Action } from '../service.js';
import { page } from './encode.js';
import { anyPolicy, ownPolicy } from './managed-policies.js';
import { mergeTags } from './names.js';
import type { IamStore, Tag } from './store.js';

/** Tags of roles and of managed policies. */
export function tagActions(store: IamStore): Record<string, Action> {
  return {
    TagRole(input) {
      const role = store.role(input.RoleName);
      role.tags = mergeTags(role.tags, input.Tags);
      store.saveRoles();
      return {};
    },
    UntagRole(input) {
      const role = store.role(input.RoleName);
      role.tags = without(role.tags, input.TagKeys);
      store.saveRoles();
      return {};
    },
    ListRoleTags(input) {
      return tagPage(store.role(input.RoleName).tags, input);
    },
    TagPolicy(input) {
      const policy = ownPolicy(store, input.PolicyArn);
      policy.tags = mergeTags(policy.tags, input.Tags);
      store.savePolicies();
      return {};
    },
    UntagPolicy(input) {
      const policy = ownPolicy(store, input.PolicyArn);
      policy.tags = without(policy.tags, input.TagKeys);
      store.savePolicies();
      return {};
    },
    ListPolicyTags(input) {
      return tagPage(anyPolicy(store, input.PolicyArn).tags, input);
    },
  };
}

function without(tags: readonly Tag[], keys: readonly string[]): Tag[] {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return tags.filter((tag) => !gone.has(tag.Key.toLowerCase()));
}

function tagPage(tags: readonly Tag[], input: { Marker?: string; MaxItems?: number }): object {
  const { items, ...rest } = page(tags, input);
  return { Tags: items, ...rest };
}
