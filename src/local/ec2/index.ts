import type { Cloud } from '../cloud.js';
import { AwsError } from '../protocol/errors.js';
import type { Action, Service } from '../service.js';
import { ec2Access } from './access.js';
import { accountActions } from './account.js';
import { addressActions } from './addresses.js';
import { seedDefaultVpc } from './default-vpc.js';
import { endpointServiceActions } from './endpoint-services.js';
import { internetGatewayActions } from './internet-gateways.js';
import { natGatewayActions } from './nat-gateways.js';
import { networkAclActions } from './network-acls.js';
import { routeTableActions } from './route-tables.js';
import { routeActions } from './routes.js';
import { securityGroupRuleActions } from './security-group-rules.js';
import { securityGroupActions } from './security-groups.js';
import { Ec2Store } from './store.js';
import { subnetActions } from './subnets.js';
import { tagActions } from './tags.js';
import { vpcEndpointActions } from './vpc-endpoints.js';
import { vpcActions } from './vpcs.js';
import { zoneActions } from './zones.js';

/** EC2, of which this cloud has the network: as data, since nothing here runs on a machine of its own. */
export function createEc2Service(cloud: Cloud): Service {
  const store = new Ec2Store(cloud);
  if (!store.seeded) seedDefaultVpc(store);
  const actions: Record<string, Action> = {
    ...vpcActions(store),
    ...subnetActions(store),
    ...securityGroupActions(store),
    ...securityGroupRuleActions(store),
    ...routeTableActions(store),
    ...routeActions(store),
    ...internetGatewayActions(store),
    ...natGatewayActions(store),
    ...addressActions(store),
    ...vpcEndpointActions(store),
    ...endpointServiceActions(store),
    ...networkAclActions(store),
    ...zoneActions(store),
    ...accountActions(store),
    ...tagActions(store),
  };
  return {
    id: 'ec2',
    access: ec2Access,
    actions: Object.fromEntries(
      Object.entries(actions).map(([name, action]) => [name, refusingDryRun(action)]),
    ),
  };
}

/** With DryRun EC2 says by an error that it would have done it. Source: EC2 API reference, 'Common parameters'. */
function refusingDryRun(action: Action): Action {
  return (input, context) => {
    if (input.DryRun)
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', {
        status: 412,
      });
    return action(input, context);
  };
}
