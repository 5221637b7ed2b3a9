import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { formatCidr, parseCidr } from './cidr.js';
import type { Route, RouteTable } from './resources.js';
import type { Ec2Store } from './store.js';

interface RouteInput {
  RouteTableId: string;
  DestinationCidrBlock?: string;
  DestinationIpv6CidrBlock?: string;
  DestinationPrefixListId?: string;
  GatewayId?: string;
  NatGatewayId?: string;
}

/** CreateRoute, ReplaceRoute, DeleteRoute. */
export function routeActions(store: Ec2Store): Record<string, Action> {
  return {
    CreateRoute(input: RouteInput) {
      const table = store.get('routeTable', input.RouteTableId);
      const destination = destinationOf(input);
      if (table.Routes.some((route) => sameDestination(route, destination)))
        throw new AwsError(
          'RouteAlreadyExists',
          `The route identified by ${Object.values(destination)[0]} already exists.`,
        );
      table.Routes.push({
        ...destination,
        ...targetOf(store, table, input),
        Origin: 'CreateRoute',
        State: 'active',
      });
      store.save();
      return { Return: true };
    },
    ReplaceRoute(input: RouteInput) {
      const table = store.get('routeTable', input.RouteTableId);
      const route = findRoute(table, input);
      const replaced: Route = {
        ...destinationOf(input),
        ...targetOf(store, table, input),
        Origin: route.Origin,
        State: 'active',
      };
      table.Routes[table.Routes.indexOf(route)] = replaced;
      store.save();
      return {};
    },
    DeleteRoute(input: RouteInput) {
      const table = store.get('routeTable', input.RouteTableId);
      const route = findRoute(table, input);
      if (route.GatewayId === 'local')
        throw new AwsError(
          'InvalidParameterValue',
          `cannot remove local route ${route.DestinationCidrBlock} in route table ${table.RouteTableId}`,
        );
      table.Routes = table.Routes.filter((other) => other !== route);
      store.save();
      return {};
    },
  };
}

type Destination = Pick<
  Route,
  'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId'
>;

function destinationOf(input: RouteInput): Destination {
  if (input.DestinationPrefixListId) return { DestinationPrefixListId: input.DestinationPrefixListId };
  if (input.DestinationIpv6CidrBlock) return { DestinationIpv6CidrBlock: input.DestinationIpv6CidrBlock };
  if (!input.DestinationCidrBlock)
    throw new AwsError(
      'MissingParameter',
      'The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId',
    );
  const cidr = parseCidr(input.DestinationCidrBlock);
  if (!cidr)
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${input.DestinationCidrBlock}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
    );
  return { DestinationCidrBlock: formatCidr(cidr) };
}

function sameDestination(route: Route, wanted: Destination): boolean {
  return (
    route.DestinationCidrBlock === wanted.DestinationCidrBlock &&
    route.DestinationIpv6CidrBlock === wanted.DestinationIpv6CidrBlock &&
    route.DestinationPrefixListId === wanted.DestinationPrefixListId
  );
}

function findRoute(table: RouteTable, input: RouteInput): Route {
  const wanted = destinationOf(input);
  const route = table.Routes.find((candidate) => sameDestination(candidate, wanted));
  if (!route)
    throw new AwsError(
      'InvalidRoute.NotFound',
      `no route with destination-cidr-block ${Object.values(wanted)[0]} in route table ${table.RouteTableId}`,
    );
  return route;
}

function targetOf(
  store: Ec2Store,
  table: RouteTable,
  input: RouteInput,
): Pick<Route, 'GatewayId' | 'NatGatewayId'> {
  if (input.NatGatewayId) return { NatGatewayId: store.get('natGateway', input.NatGatewayId).NatGatewayId };
  if (input.GatewayId?.startsWith('igw-')) {
    const gateway = store.find('internetGateway', input.GatewayId);
    if (!gateway)
      throw new AwsError('InvalidGatewayID.NotFound', `The gateway ID '${input.GatewayId}' does not exist`);
    if (!gateway.Attachments.some(({ VpcId }) => VpcId === table.VpcId))
      throw new AwsError(
        'InvalidParameterValue',
        `route table ${table.RouteTableId} and network gateway ${input.GatewayId} belong to different networks`,
      );
    return { GatewayId: input.GatewayId };
  }
  throw new AwsError(
    input.GatewayId ? 'InvalidGatewayID.NotFound' : 'InvalidParameterCombination',
    input.GatewayId
      ? `The gateway ID '${input.GatewayId}' does not exist`
      : 'The local cloud routes only to internet gateways and NAT gateways.',
  );
}
