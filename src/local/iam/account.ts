import { userIdOf, userNameOf } from '../policy/user.js';
import type { Action } from '../service.js';
import { invalid } from './names.js';
import { type IamStore, noSuchEntity } from './store.js';

/** GetUser, ListUsers, ListAccountAliases, GetAccountSummary: an account whose one user is the one that signs. */
export function accountActions(store: IamStore): Record<string, Action> {
  return {
    GetUser(input, { caller }) {
      const { accountId } = store.cloud;
      const own = userNameOf(caller.arn);
      const wanted: string | undefined = input.UserName ?? own;
      if (wanted !== undefined) {
        if (wanted !== own) throw noSuchEntity(`The user with name ${wanted} cannot be found.`);
        return { User: userShape(store, wanted) };
      }
      const root = `arn:aws:iam::${accountId}:root`;
      if (caller.arn !== root) throw invalid('Must specify userName when calling with non-User credentials');
      return { User: { UserId: accountId, Arn: root, CreateDate: new Date(store.accountCreated) } };
    },
    ListUsers(_input, { caller }) {
      const own = userNameOf(caller.arn);
      return { Users: own === undefined ? [] : [userShape(store, own)], IsTruncated: false };
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
          Users: 1,
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

function userShape(store: IamStore, name: string): object {
  return {
    Path: '/',
    UserName: name,
    UserId: userIdOf(store.cloud.accountId, name),
    Arn: `arn:aws:iam::${store.cloud.accountId}:user/${name}`,
    CreateDate: new Date(store.accountCreated),
  };
}
