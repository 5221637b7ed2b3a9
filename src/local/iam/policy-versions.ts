import { parsePolicy } from '../policy/policy-document.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { encodeDocument, page } from './encode.js';
import { anyPolicy, checkSize, ownPolicy } from './managed-policies.js';
import { type IamStore, type ManagedPolicy, noSuchEntity } from './store.js';

/** CreatePolicyVersion, GetPolicyVersion, ListPolicyVersions, SetDefaultPolicyVersion, DeletePolicyVersion. */
export function policyVersionActions(store: IamStore): Record<string, Action> {
  return {
    CreatePolicyVersion(input) {
      const policy = ownPolicy(store, input.PolicyArn);
      parsePolicy(input.PolicyDocument, 'identity');
      checkSize(input.PolicyDocument);
      if (policy.versions.length >= 5)
        throw new AwsError(
          'LimitExceededException',
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
        );
      const version = {
        id: `v${policy.nextVersion++}`,
        document: input.PolicyDocument as string,
        created: Date.now(),
      };
      policy.versions.push(version);
      policy.updated = version.created;
      if (input.SetAsDefault) policy.defaultVersion = version.id;
      store.savePolicies();
      return { PolicyVersion: shape(policy, version) };
    },
    GetPolicyVersion(input) {
      const policy = anyPolicy(store, input.PolicyArn);
      const version = findVersion(policy, input.VersionId);
      return { PolicyVersion: { ...shape(policy, version), Document: encodeDocument(version.document) } };
    },
    ListPolicyVersions(input) {
      const policy = anyPolicy(store, input.PolicyArn);
      const { items, ...rest } = page([...policy.versions].reverse(), input);
      return { Versions: items.map((version) => shape(policy, version)), ...rest };
    },
    SetDefaultPolicyVersion(input) {
      const policy = ownPolicy(store, input.PolicyArn);
      policy.defaultVersion = findVersion(policy, input.VersionId).id;
      store.savePolicies();
      return {};
    },
    DeletePolicyVersion(input) {
      const policy = ownPolicy(store, input.PolicyArn);
      const version = findVersion(policy, input.VersionId);
      if (version.id === policy.defaultVersion)
        throw new AwsError('DeleteConflictException', 'Cannot delete the default version of a policy.');
      policy.versions.splice(policy.versions.indexOf(version), 1);
      store.savePolicies();
      return {};
    },
  };
}

function findVersion(policy: ManagedPolicy, id: string): ManagedPolicy['versions'][number] {
  const version = policy.versions.find((candidate) => candidate.id === id);
  if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}

function shape(policy: ManagedPolicy, version: ManagedPolicy['versions'][number]): object {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: new Date(version.created),
  };
}
