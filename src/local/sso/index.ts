import type { Cloud } from '../cloud.js';
import { type IdentityCenter, identityCenterOf } from '../identity-center.js';
import { pageOf } from '../paging.js';
import type { AccessTable } from '../policy/access-table.js';
import { AwsError } from '../protocol/errors.js';
import type { Service } from '../service.js';

/** Source: service authorization reference. */
const ssoAccess: AccessTable = {
  needs: { DescribeInstance: ({ InstanceArn }) => [InstanceArn] },
};

/** SSO Admin: whether the account has an instance of Identity Center, and whose it is. */
export function createSsoService(cloud: Cloud): Service {
  const document = cloud.document('sso/instance', { created: Date.now() });
  const center = identityCenterOf(cloud);
  const describe = (instance: IdentityCenter) => ({
    InstanceArn: instance.instanceArn,
    IdentityStoreId: instance.identityStoreId,
    OwnerAccountId: instance.ownerAccountId,
    CreatedDate: new Date(document.value.created),
    Status: 'ACTIVE',
  });
  return {
    id: 'sso',
    access: ssoAccess,
    start() {
      if (center) document.save();
    },
    actions: {
      ListInstances(input) {
        const size: number = input.MaxResults ?? 100;
        if (size < 1 || size > 100) throw invalid('MaxResults must be from 1 to 100.');
        const all = center ? [describe(center)] : [];
        const page = pageOf(all, { size, token: input.NextToken }, () => invalid('NextToken is invalid.'));
        return { Instances: page.items, NextToken: page.next };
      },
      DescribeInstance(input, { caller }) {
        // The API model has no ResourceNotFoundException here: an instance that isn't yours is one you may not see.
        if (input.InstanceArn !== center?.instanceArn || !center)
          throw new AwsError(
            'AccessDeniedException',
            `User: ${caller.arn} is not authorized to perform: sso:DescribeInstance on resource: ${input.InstanceArn}`,
          );
        return {
          ...describe(center),
          EncryptionConfigurationDetails: { KeyType: 'AWS_OWNED_KMS_KEY', EncryptionStatus: 'ENABLED' },
        };
      },
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
