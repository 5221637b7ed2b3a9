import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { document, text, texts } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::IAM::Policy: one inline policy, put on roles. (The local cloud has no users and groups.) */
export const iamPolicy: ResourceType = {
  type: 'AWS::IAM::Policy',
  properties: ['PolicyDocument', 'PolicyName', 'Roles'],
  createOnly: [],
  required: ['PolicyDocument', 'PolicyName'],
  attributes: ['Id'],
  async create(request) {
    if ((texts(request.properties.Roles) ?? []).length === 0) {
      throw new Error('At least one of [Groups,Roles,Users] must be non-empty.');
    }
    await put(request);
    return request.name;
  },
  // Putting it again changes nothing, so after a kill it is simply put again.
  async read(request) {
    return { Id: request.physicalId };
  },
  async update(request) {
    await put(request);
    const roles = texts(request.properties.Roles) ?? [];
    const renamed = changed(request, 'PolicyName');
    for (const RoleName of texts(request.previous.Roles) ?? []) {
      if (!renamed && roles.includes(RoleName)) continue;
      await take(request, RoleName, text(request.previous.PolicyName));
    }
  },
  async remove(request) {
    for (const RoleName of texts(request.properties.Roles) ?? []) {
      await take(request, RoleName, text(request.properties.PolicyName));
    }
  },
};

async function put({ properties, call }: ResourceRequest): Promise<void> {
  for (const RoleName of texts(properties.Roles) ?? []) {
    await call('iam', 'PutRolePolicy', {
      RoleName,
      PolicyName: text(properties.PolicyName),
      PolicyDocument: document(properties.PolicyDocument),
    });
  }
}

async function take(
  request: ResourceRequest,
  RoleName: string,
  PolicyName: string | undefined,
): Promise<void> {
  await unlessAbsent(request.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
}
