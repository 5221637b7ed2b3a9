import { attachedPolicy } from './attached-policy.js';
import { changed } from './changed.js';
import { document, text } from './property-values.js';

/** AWS::IAM::Policy: one inline policy, put on roles. (The local cloud has no users and groups.) */
export const iamPolicy = attachedPolicy({
  type: 'AWS::IAM::Policy',
  carriers: 'Roles',
  properties: ['PolicyDocument', 'PolicyName'],
  none: 'At least one of [Groups,Roles,Users] must be non-empty.',
  put: ({ properties, call }, RoleName) =>
    call('iam', 'PutRolePolicy', {
      RoleName,
      PolicyName: text(properties.PolicyName),
      PolicyDocument: document(properties.PolicyDocument),
    }),
  take: ({ call }, RoleName, properties) =>
    call('iam', 'DeleteRolePolicy', { RoleName, PolicyName: text(properties.PolicyName) }),
  renamed: (request) => changed(request, 'PolicyName'),
});
