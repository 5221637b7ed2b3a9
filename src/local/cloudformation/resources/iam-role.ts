import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine, tagChanges } from './ownership.js';
import { document, given, number, objects, text, texts } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::IAM::Role. Ref is the name. */
export const iamRole: ResourceType = {
  type: 'AWS::IAM::Role',
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'PermissionsBoundary',
    'Policies',
    'Tags',
  ],
  createOnly: ['Path', 'RoleName'],
  required: ['AssumeRolePolicyDocument'],
  name: { property: 'RoleName', maximum: 64 },
  attributes: ['Arn', 'RoleId'],
  async create(request) {
    const { properties } = request;
    await request.call('iam', 'CreateRole', {
      RoleName: request.name,
      AssumeRolePolicyDocument: document(properties.AssumeRolePolicyDocument),
      ...given({
        Description: text(properties.Description),
        MaxSessionDuration: number(properties.MaxSessionDuration),
        Path: text(properties.Path),
        PermissionsBoundary: text(properties.PermissionsBoundary),
      }),
      Tags: request.tags,
    });
    return request.name;
  },
  async find(request) {
    const reply = await unlessAbsent(request.call('iam', 'GetRole', { RoleName: request.name }));
    return reply && isMine(reply.Role.Tags, request) ? request.name : undefined;
  },
  configure: putPolicies,
  async read(request) {
    const { Role } = await request.call('iam', 'GetRole', { RoleName: request.physicalId });
    return { Arn: Role.Arn, RoleId: Role.RoleId };
  },
  async update(request) {
    const { properties, previous } = request;
    const RoleName = request.physicalId;
    if (changed(request, 'AssumeRolePolicyDocument')) {
      const PolicyDocument = document(properties.AssumeRolePolicyDocument);
      await request.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
    }
    if (changed(request, 'Description', 'MaxSessionDuration')) {
      await request.call('iam', 'UpdateRole', {
        RoleName,
        Description: text(properties.Description) ?? '',
        MaxSessionDuration: number(properties.MaxSessionDuration) ?? 3600,
      });
    }
    if (changed(request, 'PermissionsBoundary')) {
      const boundary = text(properties.PermissionsBoundary);
      if (boundary === undefined) await request.call('iam', 'DeleteRolePermissionsBoundary', { RoleName });
      else {
        await request.call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: boundary });
      }
    }
    await putPolicies(request);
    const arns = texts(properties.ManagedPolicyArns) ?? [];
    for (const PolicyArn of texts(previous.ManagedPolicyArns) ?? []) {
      if (!arns.includes(PolicyArn)) await request.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
    }
    const names = objects(properties.Policies).map((policy) => text(policy.PolicyName));
    for (const { PolicyName } of objects(previous.Policies)) {
      if (!names.includes(text(PolicyName))) {
        await request.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName: text(PolicyName) });
      }
    }
    const { added, removed } = tagChanges(request);
    if (added.length > 0) await request.call('iam', 'TagRole', { RoleName, Tags: added });
    if (removed.length > 0) await request.call('iam', 'UntagRole', { RoleName, TagKeys: removed });
  },
  async remove(request) {
    const { properties } = request;
    const RoleName = request.physicalId;
    for (const PolicyArn of texts(properties.ManagedPolicyArns) ?? []) {
      await unlessAbsent(request.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
    }
    for (const { PolicyName } of objects(properties.Policies)) {
      await unlessAbsent(request.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName: text(PolicyName) }));
    }
    await request.call('iam', 'DeleteRole', { RoleName });
  },
};

/** Attaching and putting are safe to repeat. */
async function putPolicies(request: ResourceRequest): Promise<void> {
  const RoleName = request.physicalId;
  for (const PolicyArn of texts(request.properties.ManagedPolicyArns) ?? []) {
    await request.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  }
  for (const policy of objects(request.properties.Policies)) {
    await request.call('iam', 'PutRolePolicy', {
      RoleName,
      PolicyName: text(policy.PolicyName),
      PolicyDocument: document(policy.PolicyDocument),
    });
  }
}
