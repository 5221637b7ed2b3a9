import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { contains, formatCidr, overlaps, parseCidr, sizeOf } from './cidr.js';
import { describe } from './describe.js';
import { associateDefaultAcl, dissociateAcl } from './network-acls.js';
import type { Subnet, Vpc } from './resources.js';
import { type Ec2Store, newId, refuseDependents, type Tag, tagsOf } from './store.js';
import { zonesOf } from './zones.js';

/** CreateSubnet, DescribeSubnets, DeleteSubnet, ModifySubnetAttribute. */
export function subnetActions(store: Ec2Store): Record<string, Action> {
  return {
    CreateSubnet(input) {
      const vpc = store.get('vpc', input.VpcId);
      const zones = zonesOf(store.cloud.region);
      const zone =
        zones.find((candidate) =>
          input.AvailabilityZoneId
            ? candidate.id === input.AvailabilityZoneId
            : candidate.name === input.AvailabilityZone,
        ) ?? (input.AvailabilityZone || input.AvailabilityZoneId ? undefined : zones[0]);
      if (!zone)
        throw new AwsError(
          'InvalidParameterValue',
          `Value (${input.AvailabilityZone ?? input.AvailabilityZoneId}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map(({ name }) => name).join(', ')}.`,
        );
      const subnet = makeSubnet(store, vpc, {
        cidr: input.CidrBlock,
        zone,
        isDefault: false,
        tags: tagsOf(input, 'subnet'),
      });
      store.save();
      return { Subnet: subnet };
    },
    DescribeSubnets: describe(store, 'subnet', (subnet) => subnet),
    DeleteSubnet(input) {
      const subnet = store.get('subnet', input.SubnetId);
      refuseDependents('subnet', subnet.SubnetId, hasDependents(store, subnet));
      for (const table of store.all('routeTable'))
        table.Associations = table.Associations.filter(({ SubnetId }) => SubnetId !== subnet.SubnetId);
      dissociateAcl(store, subnet);
      store.remove('subnet', subnet);
      store.save();
      return {};
    },
    ModifySubnetAttribute(input) {
      const subnet = store.get('subnet', input.SubnetId);
      const { PrivateDnsNameOptionsOnLaunch: dns } = subnet;
      if (input.MapPublicIpOnLaunch) subnet.MapPublicIpOnLaunch = input.MapPublicIpOnLaunch.Value;
      if (input.AssignIpv6AddressOnCreation)
        subnet.AssignIpv6AddressOnCreation = input.AssignIpv6AddressOnCreation.Value;
      if (input.EnableDns64) subnet.EnableDns64 = input.EnableDns64.Value;
      if (input.PrivateDnsHostnameTypeOnLaunch) dns.HostnameType = input.PrivateDnsHostnameTypeOnLaunch;
      if (input.EnableResourceNameDnsARecordOnLaunch)
        dns.EnableResourceNameDnsARecord = input.EnableResourceNameDnsARecordOnLaunch.Value;
      if (input.EnableResourceNameDnsAAAARecordOnLaunch)
        dns.EnableResourceNameDnsAAAARecord = input.EnableResourceNameDnsAAAARecordOnLaunch.Value;
      store.save();
      return {};
    },
  };
}

/** @throws AwsError MissingParameter, InvalidParameterValue, InvalidSubnet.Range, InvalidSubnet.Conflict */
export function makeSubnet(
  store: Ec2Store,
  vpc: Vpc,
  options: {
    cidr: string | undefined;
    zone: { name: string; id: string };
    isDefault: boolean;
    tags: Tag[];
  },
): Subnet {
  const { region, accountId } = store.cloud;
  if (options.cidr === undefined)
    throw new AwsError('MissingParameter', 'Either cidrBlock or ipv6CidrBlock should be provided.');
  const cidr = parseCidr(options.cidr);
  const outer = parseCidr(vpc.CidrBlock);
  if (!cidr)
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${options.cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  if (!outer || !contains(outer, cidr) || cidr.prefix > 28)
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${options.cidr}' is invalid.`);
  const siblings = store.all('subnet').filter(({ VpcId }) => VpcId === vpc.VpcId);
  if (siblings.some((other) => overlaps(parseCidr(other.CidrBlock) ?? cidr, cidr)))
    throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${options.cidr}' conflicts with another subnet`);
  const id = newId('subnet');
  const subnet = store.add('subnet', {
    SubnetId: id,
    SubnetArn: `arn:aws:ec2:${region}:${accountId}:subnet/${id}`,
    VpcId: vpc.VpcId,
    CidrBlock: formatCidr(cidr),
    AvailabilityZone: options.zone.name,
    AvailabilityZoneId: options.zone.id,
    // AWS keeps five addresses of each subnet for itself.
    AvailableIpAddressCount: sizeOf(cidr) - 5,
    DefaultForAz: options.isDefault,
    MapPublicIpOnLaunch: options.isDefault,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: [],
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    OwnerId: accountId,
    State: 'available',
    Tags: options.tags,
  });
  associateDefaultAcl(store, subnet);
  return subnet;
}

function hasDependents(store: Ec2Store, { SubnetId: id }: Subnet): boolean {
  return (
    store.all('natGateway').some((gateway) => gateway.SubnetId === id && gateway.deleting === undefined) ||
    store
      .all('vpcEndpoint')
      .some((endpoint) => endpoint.SubnetIds.includes(id) && endpoint.deleting === undefined)
  );
}
