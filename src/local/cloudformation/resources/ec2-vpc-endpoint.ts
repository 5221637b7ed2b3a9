import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { findByTags, tagSpecifications, updateTags } from './ec2-tags.js';
import { document, flag, given, text, texts } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::EC2::VPCEndpoint. Ref is the id. */
export const ec2VpcEndpoint: ResourceType = {
  type: 'AWS::EC2::VPCEndpoint',
  properties: [
    'PolicyDocument',
    'PrivateDnsEnabled',
    'RouteTableIds',
    'SecurityGroupIds',
    'SubnetIds',
    'Tags',
  ],
  createOnly: ['ServiceName', 'VpcEndpointType', 'VpcId'],
  required: ['ServiceName', 'VpcId'],
  attributes: ['CreationTimestamp', 'DnsEntries', 'Id', 'NetworkInterfaceIds'],
  async create(request) {
    const { properties } = request;
    const { VpcEndpoint } = await request.call('ec2', 'CreateVpcEndpoint', {
      ClientToken: request.token.slice(0, 64),
      ...given({
        PolicyDocument: document(properties.PolicyDocument),
        PrivateDnsEnabled: flag(properties.PrivateDnsEnabled),
        RouteTableIds: texts(properties.RouteTableIds),
        SecurityGroupIds: texts(properties.SecurityGroupIds),
        ServiceName: text(properties.ServiceName),
        SubnetIds: texts(properties.SubnetIds),
        VpcEndpointType: text(properties.VpcEndpointType),
        VpcId: text(properties.VpcId),
      }),
      ...tagSpecifications(request, 'vpc-endpoint'),
    });
    return VpcEndpoint.VpcEndpointId;
  },
  find: (request) => findByTags(request, 'DescribeVpcEndpoints', 'VpcEndpoints', 'VpcEndpointId'),
  async ready(request) {
    return String((await describe(request))?.State).toLowerCase() === 'available';
  },
  async read(request) {
    const endpoint = await describe(request);
    const entries = (endpoint?.DnsEntries ?? []) as { HostedZoneId?: string; DnsName?: string }[];
    return {
      Id: request.physicalId,
      CreationTimestamp: new Date(endpoint?.CreationTimestamp ?? 0).toISOString(),
      DnsEntries: entries.map((one) => `${one.HostedZoneId ?? ''}:${one.DnsName ?? ''}`),
      NetworkInterfaceIds: endpoint?.NetworkInterfaceIds ?? [],
    };
  },
  async update(request) {
    const { properties } = request;
    const VpcEndpointId = request.physicalId;
    const lists = ['RouteTableIds', 'SecurityGroupIds', 'SubnetIds'] as const;
    if (changed(request, 'PolicyDocument', 'PrivateDnsEnabled', ...lists)) {
      const moves = lists.flatMap((name) => {
        const now = texts(properties[name]) ?? [];
        const old = texts(request.previous[name]) ?? [];
        return [
          [`Add${name}`, now.filter((id) => !old.includes(id))],
          [`Remove${name}`, old.filter((id) => !now.includes(id))],
        ] as const;
      });
      await request.call('ec2', 'ModifyVpcEndpoint', {
        VpcEndpointId,
        ...Object.fromEntries(moves.filter(([, ids]) => ids.length > 0)),
        ...given({
          PolicyDocument: document(properties.PolicyDocument),
          PrivateDnsEnabled: flag(properties.PrivateDnsEnabled),
        }),
        ...(changed(request, 'PolicyDocument') &&
          properties.PolicyDocument === undefined && { ResetPolicy: true }),
      });
    }
    await updateTags(request);
  },
  async remove(request) {
    await request.call('ec2', 'DeleteVpcEndpoints', { VpcEndpointIds: [request.physicalId] });
  },
  async gone(request) {
    const endpoint = await describe(request);
    return endpoint === undefined || String(endpoint.State).toLowerCase() === 'deleted';
  },
};

async function describe(request: ResourceRequest) {
  const reply = request.call('ec2', 'DescribeVpcEndpoints', { VpcEndpointIds: [request.physicalId] });
  return (await unlessAbsent(reply))?.VpcEndpoints?.[0];
}
