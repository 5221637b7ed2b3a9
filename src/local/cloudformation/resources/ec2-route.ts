import type { JsonObject } from '../template/json.js';
import { given, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'] as const;
const TARGETS = [
  'GatewayId',
  'NatGatewayId',
  'NetworkInterfaceId',
  'VpcEndpointId',
  'VpcPeeringConnectionId',
] as const;

/** AWS::EC2::Route. Its id is the table's and the destination. */
export const ec2Route: ResourceType = {
  type: 'AWS::EC2::Route',
  properties: TARGETS,
  createOnly: ['RouteTableId', ...DESTINATIONS],
  required: ['RouteTableId'],
  attributes: ['CidrBlock'],
  async create(request) {
    await request.call('ec2', 'CreateRoute', members(request.properties, [...DESTINATIONS, ...TARGETS]));
    return idOf(request.properties);
  },
  async find(request) {
    const RouteTableIds = [text(request.properties.RouteTableId)];
    const { RouteTables } = await request.call('ec2', 'DescribeRouteTables', { RouteTableIds });
    const wanted = destination(request.properties);
    const routes = (RouteTables?.[0]?.Routes ?? []) as Record<string, string>[];
    // A table has one route to a destination; if there is one, the interrupted call made it.
    const found = routes.some((route) => DESTINATIONS.some((name) => route[name] === wanted));
    return found ? idOf(request.properties) : undefined;
  },
  async read(request) {
    return { CidrBlock: destination(request.properties) ?? '' };
  },
  async update(request) {
    await request.call('ec2', 'ReplaceRoute', members(request.properties, [...DESTINATIONS, ...TARGETS]));
  },
  async remove(request: ResourceRequest) {
    await request.call('ec2', 'DeleteRoute', members(request.properties, [...DESTINATIONS]));
  },
};

function members(properties: JsonObject, names: string[]) {
  return given(Object.fromEntries(['RouteTableId', ...names].map((name) => [name, text(properties[name])])));
}

function destination(properties: JsonObject): string | undefined {
  return DESTINATIONS.map((name) => text(properties[name])).find((value) => value !== undefined);
}

function idOf(properties: JsonObject): string {
  return `${text(properties.RouteTableId)}|${destination(properties)}`;
}
