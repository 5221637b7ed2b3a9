import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { describe } from './describe.js';
import type { RouteTable, Vpc } from './resources.js';
import { type Ec2Store, newId, refuseDependents, type Tag, tagsOf } from './store.js';

/** Route tables and which subnets they hold for. */
export function routeTableActions(store: Ec2Store): Record<string, Action> {
  return {
    CreateRouteTable(input) {
      const vpc = store.get('vpc', input.VpcId);
      const table = makeRouteTable(store, vpc, { main: false, tags: tagsOf(input, 'route-table') });
      store.save();
      return { RouteTable: table, ClientToken: input.ClientToken };
    },
    DescribeRouteTables: describe(store, 'routeTable', (table) => table),
    DeleteRouteTable(input) {
      const table = store.get('routeTable', input.RouteTableId);
      const used = store
        .all('vpcEndpoint')
        .some((endpoint) => endpoint.RouteTableIds.includes(table.RouteTableId) && !endpoint.deleting);
      refuseDependents('routeTable', table.RouteTableId, table.Associations.length > 0 || used);
      store.remove('routeTable', table);
      store.save();
      return {};
    },
    AssociateRouteTable(input) {
      const table = store.get('routeTable', input.RouteTableId);
      const subnet = store.get('subnet', input.SubnetId);
      const holder = tableOfSubnet(store, subnet.SubnetId);
      if (holder && holder !== table)
        throw new AwsError(
          'Resource.AlreadyAssociated',
          `the specified association for route table ${table.RouteTableId} conflicts with an existing association`,
        );
      if (subnet.VpcId !== table.VpcId)
        throw new AwsError(
          'InvalidParameterValue',
          `Route table ${table.RouteTableId} and subnet ${subnet.SubnetId} belong to different networks`,
        );
      const existing = table.Associations.find(({ SubnetId }) => SubnetId === subnet.SubnetId);
      const association = existing ?? associate(table, subnet.SubnetId);
      store.save();
      return {
        AssociationId: association.RouteTableAssociationId,
        AssociationState: association.AssociationState,
      };
    },
    DisassociateRouteTable(input) {
      const { table, association } = findAssociation(store, input.AssociationId);
      if (association.Main)
        throw new AwsError(
          'InvalidParameterValue',
          `cannot disassociate the main route table association ${input.AssociationId}`,
        );
      table.Associations = table.Associations.filter((other) => other !== association);
      store.save();
      return {};
    },
    ReplaceRouteTableAssociation(input) {
      const { table, association } = findAssociation(store, input.AssociationId);
      const target = store.get('routeTable', input.RouteTableId);
      table.Associations = table.Associations.filter((other) => other !== association);
      const replaced = associate(target, association.SubnetId, association.Main);
      store.save();
      return {
        NewAssociationId: replaced.RouteTableAssociationId,
        AssociationState: replaced.AssociationState,
      };
    },
  };
}

/** A route table with the route to its own VPC. */
export function makeRouteTable(
  store: Ec2Store,
  vpc: Vpc,
  options: { main: boolean; tags: Tag[] },
): RouteTable {
  const table = store.add('routeTable', {
    RouteTableId: newId('rtb'),
    VpcId: vpc.VpcId,
    OwnerId: store.cloud.accountId,
    Routes: [
      {
        DestinationCidrBlock: vpc.CidrBlock,
        GatewayId: 'local',
        Origin: 'CreateRouteTable',
        State: 'active',
      },
    ],
    Associations: [],
    PropagatingVgws: [],
    Tags: options.tags,
  });
  if (options.main) associate(table, undefined, true);
  return table;
}

function associate(
  table: RouteTable,
  subnetId: string | undefined,
  main = false,
): RouteTable['Associations'][number] {
  const association = {
    RouteTableAssociationId: newId('rtbassoc'),
    RouteTableId: table.RouteTableId,
    ...(subnetId !== undefined && { SubnetId: subnetId }),
    Main: main,
    AssociationState: { State: 'associated' },
  };
  table.Associations.push(association);
  return association;
}

function tableOfSubnet(store: Ec2Store, subnetId: string): RouteTable | undefined {
  return store
    .all('routeTable')
    .find((table) => table.Associations.some(({ SubnetId }) => SubnetId === subnetId));
}

function findAssociation(
  store: Ec2Store,
  id: string,
): { table: RouteTable; association: RouteTable['Associations'][number] } {
  for (const table of store.all('routeTable'))
    for (const association of table.Associations)
      if (association.RouteTableAssociationId === id) return { table, association };
  throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
}
