import type { Action } from '../service.js';
import { awsManagedPolicy } from './aws-managed.js';
import { page } from './encode.js';
import { defaultDocument, type IamStore, noSuchEntity } from './store.js';

/** The name of the account's one user, by whom the workshop signs. */
const ownUserName = 'workshop';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

export function ownUserArn(store: IamStore): string {
  return `arn:aws:iam::${store.cloud.accountId}:user/${ownUserName}`;
}

/** What the user may do, as documents: it is an administrator. */
export function policiesOfOwnUser(): { id: string; type: string; text: string }[] {
  const policy = awsManagedPolicy(administrator);
  return policy ? [{ id: policy.name, type: 'IAM Policy', text: defaultDocument(policy) }] : [];
}

/** ListAttachedUserPolicies, ListUserPolicies, ListGroupsForUser, for the account's one user. */
export function ownUserActions(): Record<string, Action> {
  const check = (name: string) => {
    if (name !== ownUserName) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  };
  return {
    ListAttachedUserPolicies(input) {
      check(input.UserName);
      const all = [{ PolicyName: 'AdministratorAccess', PolicyArn: administrator }];
      const { items, ...rest } = page(input.PathPrefix && input.PathPrefix !== '/' ? [] : all, input);
      return { AttachedPolicies: items, ...rest };
    },
    ListUserPolicies(input) {
      check(input.UserName);
      return { PolicyNames: [], IsTruncated: false };
    },
    ListGroupsForUser(input) {
      check(input.UserName);
      return { Groups: [], IsTruncated: false };
    },
  };
}
