import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { describe } from './describe.js';
import { findEndpointService } from './endpoint-services.js';
import type { VpcEndpoint } from './resources.js';
import { type Ec2Store, newId, tagsOf } from './store.js';

/** Everything is allowed unless told otherwise. Source: recorded `test_vpc_endpoint_dns_names` for the interface's. */
const openPolicies = {
  Gateway:
    '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
  Interface: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
};

/** CreateVpcEndpoint, DescribeVpcEndpoints, ModifyVpcEndpoint, DeleteVpcEndpoints. */
export function vpcEndpointActions(store: Ec2Store): Record<string, Action> {
  const show = (endpoint: VpcEndpoint) => shape(store, endpoint);
  const byId = describe(store, 'vpcEndpoint', show);
  return {
    CreateVpcEndpoint(input) {
      const vpc = store.get('vpc', input.VpcId);
      const type: VpcEndpoint['VpcEndpointType'] = input.VpcEndpointType ?? 'Gateway';
      const service = findEndpointService(store.cloud.region, input.ServiceName ?? '');
      if (!service)
        throw new AwsError(
          'InvalidServiceName',
          `The Vpc Endpoint Service '${input.ServiceName ?? ''}' does not exist`,
        );
      if (!service.types.includes(type))
        throw new AwsError(
          'InvalidParameter',
          `Endpoint type (${type}) does not match available service types ([${service.types.join(', ')}]).`,
        );
      const subnets = ((input.SubnetIds ?? []) as string[]).map((id) => store.get('subnet', id));
      const tables = ((input.RouteTableIds ?? []) as string[]).map((id) => store.get('routeTable', id));
      const asked: string[] = input.SecurityGroupIds ?? [];
      const groups = asked.length
        ? asked.map((id) => store.get('securityGroup', id).GroupId)
        : store
            .all('securityGroup')
            .filter(({ VpcId, GroupName }) => VpcId === vpc.VpcId && GroupName === 'default')
            .map(({ GroupId }) => GroupId);
      const isInterface = type === 'Interface';
      const endpoint = store.add('vpcEndpoint', {
        VpcEndpointId: newId('vpce'),
        VpcEndpointType: type,
        VpcId: vpc.VpcId,
        ServiceName: service.name,
        PolicyDocument: input.PolicyDocument ?? openPolicies[type],
        RouteTableIds: tables.map(({ RouteTableId }) => RouteTableId),
        SubnetIds: subnets.map(({ SubnetId }) => SubnetId),
        groupIds: isInterface ? groups : [],
        PrivateDnsEnabled: isInterface && (input.PrivateDnsEnabled ?? true),
        NetworkInterfaceIds: isInterface ? subnets.map(() => newId('eni')) : [],
        made: Date.now(),
        Tags: tagsOf(input, 'vpc-endpoint'),
      });
      setRoutes(store, endpoint, service.prefixList);
      store.save();
      // A gateway is there at once, an interface after a while.
      const state = isInterface ? { State: 'pending' } : {};
      return { VpcEndpoint: { ...shape(store, endpoint), ...state }, ClientToken: input.ClientToken };
    },
    DescribeVpcEndpoints(input, context) {
      forgetDeleted(store);
      return byId(input, context);
    },
    ModifyVpcEndpoint(input) {
      const endpoint = store.get('vpcEndpoint', input.VpcEndpointId);
      if (input.ResetPolicy) endpoint.PolicyDocument = openPolicies[endpoint.VpcEndpointType];
      else if (input.PolicyDocument) endpoint.PolicyDocument = input.PolicyDocument;
      if (input.PrivateDnsEnabled !== undefined) endpoint.PrivateDnsEnabled = input.PrivateDnsEnabled;
      endpoint.RouteTableIds = changed(
        endpoint.RouteTableIds,
        input.AddRouteTableIds,
        input.RemoveRouteTableIds,
      );
      endpoint.SubnetIds = changed(endpoint.SubnetIds, input.AddSubnetIds, input.RemoveSubnetIds);
      endpoint.groupIds = changed(endpoint.groupIds, input.AddSecurityGroupIds, input.RemoveSecurityGroupIds);
      if (endpoint.VpcEndpointType === 'Interface')
        endpoint.NetworkInterfaceIds = endpoint.SubnetIds.map(
          (_subnet, index) => endpoint.NetworkInterfaceIds[index] ?? newId('eni'),
        );
      setRoutes(store, endpoint, findEndpointService(store.cloud.region, endpoint.ServiceName)?.prefixList);
      store.save();
      return { Return: true };
    },
    DeleteVpcEndpoints(input) {
      const unsuccessful: object[] = [];
      for (const id of input.VpcEndpointIds as string[]) {
        const endpoint = store.find('vpcEndpoint', id);
        if (endpoint) {
          endpoint.deleting ??= Date.now();
          endpoint.RouteTableIds = [];
          setRoutes(store, endpoint, undefined);
        } else {
          unsuccessful.push({
            ResourceId: id,
            Error: {
              Code: 'InvalidVpcEndpoint.NotFound',
              Message: `The Vpc Endpoint Id '${id}' does not exist`,
            },
          });
        }
      }
      store.save();
      return { Unsuccessful: unsuccessful };
    },
  };
}

/** A gateway endpoint stands in its route tables as a route to the service's prefix list. */
function setRoutes(store: Ec2Store, endpoint: VpcEndpoint, prefixList: string | undefined): void {
  for (const table of store.all('routeTable')) {
    table.Routes = table.Routes.filter((route) => route.GatewayId !== endpoint.VpcEndpointId);
    if (prefixList && endpoint.RouteTableIds.includes(table.RouteTableId))
      table.Routes.push({
        DestinationPrefixListId: prefixList,
        GatewayId: endpoint.VpcEndpointId,
        Origin: 'CreateRoute',
        State: 'active',
      });
  }
}

function changed(old: string[], add: string[] | undefined, remove: string[] | undefined): string[] {
  const kept = old.filter((id) => !remove?.includes(id));
  return [...new Set([...kept, ...(add ?? [])])];
}

function forgetDeleted(store: Ec2Store): void {
  const delay = store.cloud.settings.delays.resource;
  const gone = store
    .all('vpcEndpoint')
    .filter(({ deleting }) => deleting !== undefined && Date.now() - deleting >= delay);
  for (const endpoint of gone) store.remove('vpcEndpoint', endpoint);
  if (gone.length) store.save();
}

function shape(store: Ec2Store, endpoint: VpcEndpoint): object {
  const { groupIds, made, deleting, ...shown } = endpoint;
  const { region, accountId, settings } = store.cloud;
  const isInterface = endpoint.VpcEndpointType === 'Interface';
  const settled = !isInterface || Date.now() - made >= settings.delays.resource;
  const service = endpoint.ServiceName.split('.').at(-1);
  return {
    ...shown,
    State: deleting !== undefined ? 'deleting' : settled ? 'available' : 'pending',
    Groups: groupIds.map((GroupId) => ({
      GroupId,
      GroupName: store.find('securityGroup', GroupId)?.GroupName,
    })),
    ...(isInterface && { IpAddressType: 'ipv4', DnsOptions: { DnsRecordIpType: 'ipv4' } }),
    RequesterManaged: false,
    DnsEntries: isInterface
      ? [
          {
            DnsName: `${endpoint.VpcEndpointId}-local.${service}.${region}.vpce.amazonaws.com`,
            HostedZoneId: 'Z7HUB22UULQXV',
          },
        ]
      : [],
    CreationTimestamp: new Date(made),
    OwnerId: accountId,
    ServiceRegion: region,
  };
}
