import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine, tagChanges } from './ownership.js';
import { document, given, text, texts } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** IAM keeps five versions of a policy; CloudFormation deletes the oldest that is not the default. */
const MOST_VERSIONS = 5;

/** AWS::IAM::ManagedPolicy. Ref is the ARN. */
export const iamManagedPolicy: ResourceType = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: ['PolicyDocument', 'Roles', 'Tags'],
  createOnly: ['Description', 'ManagedPolicyName', 'Path'],
  required: ['PolicyDocument'],
  name: { property: 'ManagedPolicyName', maximum: 128, identifies: false },
  attributes: ['PolicyArn', 'PolicyId'],
  async create(request) {
    const { Policy } = await request.call('iam', 'CreatePolicy', {
      PolicyName: request.name,
      PolicyDocument: document(request.properties.PolicyDocument),
      ...given({ Description: text(request.properties.Description), Path: text(request.properties.Path) }),
      Tags: request.tags,
    });
    return Policy.Arn;
  },
  async find(request) {
    const PolicyArn = `arn:aws:iam::${request.accountId}:policy${text(request.properties.Path) ?? '/'}${request.name}`;
    const reply = await unlessAbsent(request.call('iam', 'GetPolicy', { PolicyArn }));
    return reply && isMine(reply.Policy.Tags, request) ? PolicyArn : undefined;
  },
  configure: attach,
  async read(request) {
    const { Policy } = await request.call('iam', 'GetPolicy', { PolicyArn: request.physicalId });
    return { PolicyArn: Policy.Arn, PolicyId: Policy.PolicyId };
  },
  async update(request) {
    const PolicyArn = request.physicalId;
    if (changed(request, 'PolicyDocument')) await newVersion(request, PolicyArn);
    await attach(request);
    const roles = texts(request.properties.Roles) ?? [];
    for (const RoleName of texts(request.previous.Roles) ?? []) {
      if (!roles.includes(RoleName))
        await unlessAbsent(request.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
    }
    const { added, removed } = tagChanges(request);
    if (added.length > 0) await request.call('iam', 'TagPolicy', { PolicyArn, Tags: added });
    if (removed.length > 0) await request.call('iam', 'UntagPolicy', { PolicyArn, TagKeys: removed });
  },
  async remove(request) {
    const PolicyArn = request.physicalId;
    for (const RoleName of texts(request.properties.Roles) ?? []) {
      await unlessAbsent(request.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
    }
    for (const version of await otherVersions(request, PolicyArn)) {
      await request.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: version });
    }
    await request.call('iam', 'DeletePolicy', { PolicyArn });
  },
};

async function newVersion(request: ResourceRequest, PolicyArn: string): Promise<void> {
  const others = await otherVersions(request, PolicyArn);
  const oldest = others.at(-1);
  if (others.length === MOST_VERSIONS - 1 && oldest !== undefined) {
    await request.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: oldest });
  }
  await request.call('iam', 'CreatePolicyVersion', {
    PolicyArn,
    PolicyDocument: document(request.properties.PolicyDocument),
    SetAsDefault: true,
  });
}

/** The versions that are not the default, newest first. */
async function otherVersions(request: ResourceRequest, PolicyArn: string): Promise<string[]> {
  const { Versions } = await request.call('iam', 'ListPolicyVersions', { PolicyArn });
  return (Versions as { VersionId: string; IsDefaultVersion: boolean }[])
    .filter((version) => !version.IsDefaultVersion)
    .map((version) => version.VersionId)
    .sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
}

async function attach(request: ResourceRequest): Promise<void> {
  for (const RoleName of texts(request.properties.Roles) ?? []) {
    await request.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn: request.physicalId });
  }
}
