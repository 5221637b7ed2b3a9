import { formatCidr } from './cidr.js';
import type { Ec2Store } from './store.js';
import { newId } from './store.js';
import { makeSubnet } from './subnets.js';
import { makeVpc } from './vpcs.js';
import { zonesOf } from './zones.js';

/** The network that every AWS account begins with: 172.31.0.0/16, a public /20 in each zone, an internet gateway. */
export function seedDefaultVpc(store: Ec2Store): void {
  const vpc = makeVpc(store, { cidr: '172.31.0.0/16', tenancy: 'default', isDefault: true, tags: [] });
  zonesOf(store.cloud.region).forEach((zone, index) => {
    const cidr = formatCidr({ base: ((172 * 256 + 31) * 256 + 16 * index) * 256, prefix: 20 });
    makeSubnet(store, vpc, { cidr, zone, isDefault: true, tags: [] });
  });
  const gateway = store.add('internetGateway', {
    InternetGatewayId: newId('igw'),
    OwnerId: store.cloud.accountId,
    Attachments: [{ State: 'available', VpcId: vpc.VpcId }],
    Tags: [],
  });
  const main = store.all('routeTable').find(({ VpcId }) => VpcId === vpc.VpcId);
  main?.Routes.push({
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: gateway.InternetGatewayId,
    Origin: 'CreateRoute',
    State: 'active',
  });
  store.seeded = true;
  store.save();
}
