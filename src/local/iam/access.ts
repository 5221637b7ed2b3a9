import type { AccessTable, Place } from '../policy/access-table.js';
import type { IamStore } from './store.js';

/** IAM's resources are the account's, not a Region's: roles and policies with their paths. */
export function iamAccess(store: IamStore): AccessTable {
  const arn = ({ accountId }: Place, resource: string) => `arn:aws:iam::${accountId}:${resource}`;
  const role = (place: Place, name: string) => store.findRole(name)?.arn ?? arn(place, `role/${name}`);
  return {
    needs: {
      CreateRole: ({ RoleName, Path = '/' }, place) => [arn(place, `role${Path}${RoleName}`)],
      CreatePolicy: ({ PolicyName, Path = '/' }, place) => [arn(place, `policy${Path}${PolicyName}`)],
      CreateServiceLinkedRole: ({ AWSServiceName }, place) => [
        {
          action: 'iam:CreateServiceLinkedRole',
          resource: arn(place, `role/aws-service-role/${AWSServiceName}/*`),
          context: { 'iam:AWSServiceName': AWSServiceName },
        },
      ],
      AttachRolePolicy: (input, place) => [onRole('AttachRolePolicy', input, role(place, input.RoleName))],
      DetachRolePolicy: (input, place) => [onRole('DetachRolePolicy', input, role(place, input.RoleName))],
      SimulatePrincipalPolicy: ({ PolicySourceArn }, _place) => [PolicySourceArn],
    },
    otherwise: ({ RoleName, PolicyArn, UserName }, place) => [
      RoleName === undefined ? PolicyArn : role(place, RoleName),
      UserName === undefined ? undefined : arn(place, `user/${UserName}`),
    ],
  };
}

function onRole(action: string, input: { PolicyArn: string }, resource: string) {
  return { action: `iam:${action}`, resource, context: { 'iam:PolicyARN': input.PolicyArn } };
}
