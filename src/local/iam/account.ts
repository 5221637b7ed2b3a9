import type { Action } from '../service.js';
import { invalid } from './names.js';
import { type IamStore, noSuchEntity } from './store.js';

/** GetUser, ListUsers, ListAccountAliases, GetAccountSummary: an account whose one identity besides roles is its root user. */
export function accountActions(store: IamStore): Record<string, Action> {
  return {
    GetUser(input, context) {
      if (input.UserName !== undefined)
        throw noSuchEntity(`The user with name ${input.UserName} cannot be found.`);
      if (context.caller.arn !== `arn:aws:iam::${store.cloud.accountId}:root`)
        throw invalid('Must specify userName when calling with non-User credentials');
      return {
        User: {
          UserId: store.cloud.accountId,
          Arn: `arn:aws:iam::${store.cloud.accountId}:root`,
          CreateDate: new Date(store.accountCreated),
        },
      };
    },
    ListUsers() {
      return { Users: [], IsTruncated: false };
    },
    ListAccountAliases() {
      return { AccountAliases: [], IsTruncated: false };
    },
    GetAccountSummary() {
      return {
        SummaryMap: {
          Roles: store.roles.length,
          RolesQuota: 1000,
          Policies: store.policies.length,
          PoliciesQuota: 1500,
          PolicyVersionsInUse: store.policies.length,
          PolicyVersionsInUseQuota: 10000,
          PolicySizeQuota: 6144,
          VersionsPerPolicyQuota: 5,
          AttachedPoliciesPerRoleQuota: 10,
          AssumeRolePolicySizeQuota: 2048,
          Users: 0,
          UsersQuota: 5000,
          Groups: 0,
          GroupsQuota: 300,
          MFADevices: 0,
          AccountMFAEnabled: 0,
          AccountAccessKeysPresent: 0,
        },
      };
    },
  };
}
