import {
  AssociateRouteTableCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeAvailabilityZonesCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  GetSecurityGroupsForVpcCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { compareRecorded, readRecorded, replyOf } from './recorded-cases.js';

const file = readRecorded('ec2/test_ec2.snapshot.json');
let test: TestCloud;
let ec2: EC2Client;

const makeVpc = async (more: object = {}) =>
  replyOf(ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', ...more })));
const idOf = (reply: Record<string, unknown>) => (reply.Vpc as { VpcId: string }).VpcId;
const zones = async (input: object) => ({
  availability_zones: await replyOf(ec2.send(new DescribeAvailabilityZonesCommand(input))),
});

describe.runIf(file.present)('EC2 as recorded on AWS', () => {
  beforeAll(async () => {
    test = await startCloud({ services: ['ec2'] });
    ec2 = new EC2Client(test.clientConfig);
  });
  afterAll(() => test.stop());

  compareRecorded(
    'ec2',
    file,
    [
      [
        'test_create_route_table_association',
        async () => {
          const VpcId = idOf(await makeVpc());
          const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
          const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
          const { RouteTableId = '' } = RouteTable ?? {};
          const { AssociationId } = await ec2.send(
            new AssociateRouteTableCommand({ RouteTableId, SubnetId: Subnet?.SubnetId }),
          );
          const { RouteTables } = await replyOf(
            ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] })),
          );
          return { route_table_id: RouteTableId, association_id: AssociationId, route_tables: RouteTables };
        },
      ],
      [
        'test_get_security_groups_for_vpc',
        async () => {
          const TagSpecifications = [
            { ResourceType: 'vpc', Tags: [{ Key: 'test-key', Value: 'test-value' }] },
          ];
          const created = await makeVpc({ TagSpecifications });
          const VpcId = idOf(created);
          const groups = () => replyOf(ec2.send(new GetSecurityGroupsForVpcCommand({ VpcId })));
          const before = await groups();
          const Description = 'Description for the group';
          const group = await replyOf(
            ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: 'the group', Description })),
          );
          return {
            create_vpc_response: created,
            get_security_groups_for_vpc: before,
            create_security_group: group,
            get_security_groups_for_vpc_after_addition: await groups(),
          };
        },
      ],
      ['zones_filter_with_zone_names', () => zones({ ZoneNames: ['us-east-1a'] })],
      ['zones_filter_with_zone_ids', () => zones({ ZoneIds: ['use1-az1'] })],
      [
        'test_describe_availability_zones_filters',
        () => zones({ Filters: [{ Name: 'zone-name', Values: ['us-east-1a'] }] }),
      ],
      [
        'test_vpc_endpoint_dns_names',
        async () => {
          const VpcId = idOf(await makeVpc());
          const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
          const { VpcEndpoint } = await ec2.send(
            new CreateVpcEndpointCommand({
              VpcId,
              VpcEndpointType: 'Interface',
              ServiceName: 'com.amazonaws.us-east-1.execute-api',
              SubnetIds: [Subnet?.SubnetId ?? ''],
            }),
          );
          const { VpcEndpoints } = await ec2.send(
            new DescribeVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpoint?.VpcEndpointId ?? ''] }),
          );
          const [endpoint] = JSON.parse(JSON.stringify(VpcEndpoints)) as [Record<string, unknown>];
          return {
            'available-endpoint': {
              ...endpoint,
              PolicyDocument: JSON.parse(String(endpoint.PolicyDocument)),
            },
          };
        },
      ],
    ],
    [
      [/peering/, 'VPC peering needs two regions; the local cloud has one'],
      [/vpn_gateways/, 'VPN gateways are not supported'],
      [/flow_logs/i, 'flow logs are not supported: there is no traffic'],
      [/create_volume/, 'only the network of EC2 is there, no volumes'],
    ],
  );
});
