import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { formatAddress, parseCidr } from './cidr.js';
import { describe } from './describe.js';
import type { NatGateway } from './resources.js';
import { type Ec2Store, newId, tagsOf } from './store.js';

/** A deleted NAT gateway stays to be seen for about an hour. Source: VPC user guide, 'Delete a NAT gateway'. */
const shownAfterDeletion = 3_600_000;

/** CreateNatGateway, DescribeNatGateways, DeleteNatGateway. */
export function natGatewayActions(store: Ec2Store): Record<string, Action> {
  const show = (gateway: NatGateway) => shape(store, gateway);
  const byId = describe(store, 'natGateway', show);
  return {
    CreateNatGateway(input) {
      const subnet = store.get('subnet', input.SubnetId);
      const type = input.ConnectivityType ?? 'public';
      if (type === 'public' && !input.AllocationId)
        throw new AwsError(
          'MissingParameter',
          'The request must include the AllocationId parameter. Add the required parameter and retry the request.',
        );
      const address = type === 'public' ? store.get('address', input.AllocationId) : undefined;
      if (address?.AssociationId !== undefined)
        throw new AwsError(
          'Resource.AlreadyAssociated',
          `resource ${address.AllocationId} is already associated with associate-id ${address.AssociationId}`,
        );
      const inside = parseCidr(subnet.CidrBlock)?.base ?? 0;
      const eni = newId('eni');
      const privateIp: string =
        input.PrivateIpAddress ?? formatAddress(inside + 4 + store.all('natGateway').length);
      const gateway = store.add('natGateway', {
        NatGatewayId: newId('nat'),
        SubnetId: subnet.SubnetId,
        VpcId: subnet.VpcId,
        ConnectivityType: type,
        addresses: [
          {
            ...(address && { AllocationId: address.AllocationId, PublicIp: address.PublicIp }),
            NetworkInterfaceId: eni,
            PrivateIp: privateIp,
          },
        ],
        made: Date.now(),
        Tags: tagsOf(input, 'natgateway'),
      });
      if (address) {
        address.AssociationId = newId('eipassoc');
        address.NetworkInterfaceId = eni;
        address.NetworkInterfaceOwnerId = store.cloud.accountId;
        address.PrivateIpAddress = privateIp;
      }
      store.save();
      return { NatGateway: { ...shape(store, gateway), State: 'pending' }, ClientToken: input.ClientToken };
    },
    DescribeNatGateways(input, context) {
      forgetOld(store);
      return byId(input, context);
    },
    DeleteNatGateway(input) {
      const gateway = store.get('natGateway', input.NatGatewayId);
      gateway.deleting ??= Date.now();
      for (const { AllocationId } of gateway.addresses) {
        const address = store.find('address', AllocationId);
        if (!address) continue;
        delete address.AssociationId;
        delete address.NetworkInterfaceId;
        delete address.NetworkInterfaceOwnerId;
        delete address.PrivateIpAddress;
      }
      for (const table of store.all('routeTable'))
        for (const route of table.Routes)
          if (route.NatGatewayId === gateway.NatGatewayId) route.State = 'blackhole';
      store.save();
      return { NatGatewayId: gateway.NatGatewayId };
    },
  };
}

function stateOf(store: Ec2Store, gateway: NatGateway): string {
  const delay = store.cloud.settings.delays.resource;
  if (gateway.deleting !== undefined) return Date.now() - gateway.deleting >= delay ? 'deleted' : 'deleting';
  return Date.now() - gateway.made >= delay ? 'available' : 'pending';
}

function shape(store: Ec2Store, gateway: NatGateway): object {
  const { addresses, made, deleting, ...shown } = gateway;
  return {
    ...shown,
    CreateTime: new Date(made),
    DeleteTime: deleting === undefined ? undefined : new Date(deleting),
    State: stateOf(store, gateway),
    NatGatewayAddresses: addresses.map((address) => ({ ...address, IsPrimary: true, Status: 'succeeded' })),
  };
}

function forgetOld(store: Ec2Store): void {
  const old = store
    .all('natGateway')
    .filter(({ deleting }) => deleting !== undefined && Date.now() - deleting > shownAfterDeletion);
  for (const gateway of old) store.remove('natGateway', gateway);
  if (old.length) store.save();
}
