import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteTableCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteTagsCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeAddressesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ReleaseAddressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let ec2: EC2Client;

// An account has room for four VPCs beside the default one: each test has its own.
beforeEach(async () => {
  test = await startCloud({ services: ['ec2'] });
  ec2 = new EC2Client(test.clientConfig);
});
afterEach(() => test.stop());

async function makeVpc(CidrBlock = '10.0.0.0/16'): Promise<string> {
  return (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc?.VpcId ?? '';
}
async function makeSubnet(
  VpcId: string,
  CidrBlock: string,
  AvailabilityZone = 'us-east-1a',
): Promise<string> {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }));
  return Subnet?.SubnetId ?? '';
}
const inVpc = (id: string) => [{ Name: 'vpc-id', Values: [id] }];

describe('a VPC', () => {
  it('comes with a main route table, a default security group and a default ACL', async () => {
    const id = await makeVpc();
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc(id) }));
    expect(RouteTables).toHaveLength(1);
    expect(RouteTables?.[0]?.Associations?.[0]?.Main).toBe(true);
    expect(RouteTables?.[0]?.Routes?.[0]).toMatchObject({
      DestinationCidrBlock: '10.0.0.0/16',
      GatewayId: 'local',
    });
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: inVpc(id) }));
    expect(SecurityGroups?.map((group) => group.GroupName)).toEqual(['default']);
    expect(SecurityGroups?.[0]?.IpPermissionsEgress?.[0]?.IpRanges).toEqual([{ CidrIp: '0.0.0.0/0' }]);
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand({ Filters: inVpc(id) }));
    expect(NetworkAcls?.[0]?.IsDefault).toBe(true);
    await ec2.send(new DeleteVpcCommand({ VpcId: id }));
    expect((await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc(id) }))).RouteTables).toEqual([]);
    await expect(ec2.send(new DescribeVpcsCommand({ VpcIds: [id] }))).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
      message: `The vpc ID '${id}' does not exist`,
    });
  });

  it('is there from the beginning as the default one, with a public subnet a zone', async () => {
    const isDefault = [{ Name: 'is-default', Values: ['true'] }];
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ Filters: isDefault }));
    expect(Vpcs?.[0]?.CidrBlock).toBe('172.31.0.0/16');
    const { Subnets } = await ec2.send(
      new DescribeSubnetsCommand({ Filters: inVpc(Vpcs?.[0]?.VpcId ?? '') }),
    );
    expect(Subnets).toHaveLength(6);
    expect(
      Subnets?.every((subnet) => subnet.MapPublicIpOnLaunch && subnet.AvailableIpAddressCount === 4091),
    ).toBe(true);
  });

  it('keeps its attributes', async () => {
    const VpcId = await makeVpc();
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    const read = await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }));
    expect(read.EnableDnsHostnames?.Value).toBe(true);
  });

  it('is refused with a bad block', async () => {
    await expect(makeVpc('10.0.0.0/8')).rejects.toMatchObject({ name: 'InvalidVpc.Range' });
    await expect(makeVpc('nonsense')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('subnets', () => {
  it('lie inside their VPC and beside one another', async () => {
    const vpc = await makeVpc();
    await makeSubnet(vpc, '10.0.0.0/24');
    await expect(makeSubnet(vpc, '10.0.0.128/25')).rejects.toMatchObject({
      name: 'InvalidSubnet.Conflict',
      message: "The CIDR '10.0.0.128/25' conflicts with another subnet",
    });
    await expect(makeSubnet(vpc, '10.1.0.0/24')).rejects.toMatchObject({ name: 'InvalidSubnet.Range' });
    await expect(makeSubnet(vpc, '10.0.9.0/24', 'us-east-1z')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('keep a VPC from being deleted', async () => {
    const vpc = await makeVpc();
    const subnet = await makeSubnet(vpc, '10.0.1.0/24');
    await ec2.send(
      new ModifySubnetAttributeCommand({ SubnetId: subnet, MapPublicIpOnLaunch: { Value: true } }),
    );
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }));
    expect(Subnets?.[0]?.MapPublicIpOnLaunch).toBe(true);
    await expect(ec2.send(new DeleteVpcCommand({ VpcId: vpc }))).rejects.toMatchObject({
      name: 'DependencyViolation',
      message: `The vpc '${vpc}' has dependencies and cannot be deleted.`,
    });
    await ec2.send(new DeleteSubnetCommand({ SubnetId: subnet }));
    await ec2.send(new DeleteVpcCommand({ VpcId: vpc }));
  });
});

describe('security groups', () => {
  it('take rules and give them back', async () => {
    const VpcId = await makeVpc();
    const create = () =>
      ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: 'g', Description: 'd' }));
    const { GroupId } = await create();
    await expect(create()).rejects.toMatchObject({ name: 'InvalidGroup.Duplicate' });
    const IpPermissions = [
      {
        IpProtocol: 'tcp',
        FromPort: 5439,
        ToPort: 5439,
        IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'in' }],
      },
      { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] },
    ];
    const add = () => ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    expect((await add()).SecurityGroupRules).toHaveLength(2);
    await expect(add()).rejects.toMatchObject({
      name: 'InvalidPermission.Duplicate',
      message:
        'the specified rule "peer: 10.0.0.0/16, TCP, from port: 5439, to port: 5439, ALLOW" already exists',
    });
    const { SecurityGroups } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ''] }),
    );
    expect(SecurityGroups?.[0]?.IpPermissions?.[0]).toMatchObject({
      FromPort: 5439,
      IpRanges: [{ CidrIp: '10.0.0.0/16' }],
    });
    const rules = await ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [GroupId ?? ''] }] }),
    );
    expect(rules.SecurityGroupRules?.filter((rule) => rule.IsEgress)).toHaveLength(1);
    const revoke = () => ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    expect((await revoke()).RevokedSecurityGroupRules).toHaveLength(2);
    await expect(revoke()).rejects.toMatchObject({ name: 'InvalidPermission.NotFound' });
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  });

  it('are kept while another group names them', async () => {
    const VpcId = await makeVpc();
    const make = async (GroupName: string) =>
      (await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: 'd' }))).GroupId ?? '';
    const [a, b] = [await make('a'), await make('b')];
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: a,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 2, UserIdGroupPairs: [{ GroupId: b }] }],
      }),
    );
    await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId: b }))).rejects.toMatchObject({
      name: 'DependencyViolation',
      message: `resource ${b} has a dependent object`,
    });
    const { SecurityGroups } = await ec2.send(
      new DescribeSecurityGroupsCommand({
        Filters: [...inVpc(VpcId), { Name: 'group-name', Values: ['default'] }],
      }),
    );
    await expect(
      ec2.send(new DeleteSecurityGroupCommand({ GroupId: SecurityGroups?.[0]?.GroupId })),
    ).rejects.toMatchObject({ name: 'CannotDelete' });
  });
});

describe('the way out', () => {
  it('goes through an internet gateway and a NAT gateway, and is taken down in order', async () => {
    const VpcId = await makeVpc();
    const SubnetId = await makeSubnet(VpcId, '10.0.0.0/24');
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
    const InternetGatewayId = InternetGateway?.InternetGatewayId;
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = RouteTable?.RouteTableId;
    const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0' };
    await expect(
      ec2.send(new CreateRouteCommand({ ...route, GatewayId: InternetGatewayId })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
    await ec2.send(new CreateRouteCommand({ ...route, GatewayId: InternetGatewayId }));
    await expect(
      ec2.send(new CreateRouteCommand({ ...route, GatewayId: InternetGatewayId })),
    ).rejects.toMatchObject({ name: 'RouteAlreadyExists' });
    const { AssociationId } = await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    const { AllocationId, PublicIp } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    const nat = await ec2.send(new CreateNatGatewayCommand({ SubnetId, AllocationId }));
    expect(nat.NatGateway?.State).toBe('pending');
    const NatGatewayId = nat.NatGateway?.NatGatewayId ?? '';
    const seen = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [NatGatewayId] }));
    expect(seen.NatGateways?.[0]).toMatchObject({ State: 'available', NatGatewayAddresses: [{ PublicIp }] });
    await expect(ec2.send(new ReleaseAddressCommand({ AllocationId }))).rejects.toMatchObject({
      name: 'InvalidIPAddress.InUse',
    });
    await expect(ec2.send(new DeleteSubnetCommand({ SubnetId }))).rejects.toMatchObject({
      message: `The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
    });
    await expect(
      ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId })),
    ).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
    const gone = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [NatGatewayId] }));
    expect(gone.NatGateways?.[0]?.State).toBe('deleted');
    await ec2.send(new ReleaseAddressCommand({ AllocationId }));
    expect((await ec2.send(new DescribeAddressesCommand({}))).Addresses).toEqual([]);
    await expect(ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }))).rejects.toMatchObject({
      message: `The internetGateway '${InternetGatewayId}' has dependencies and cannot be deleted.`,
    });
    await ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId }));
    await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
    await expect(ec2.send(new DeleteRouteTableCommand({ RouteTableId }))).rejects.toMatchObject({
      message: `The routeTable '${RouteTableId}' has dependencies and cannot be deleted.`,
    });
    await ec2.send(new DisassociateRouteTableCommand({ AssociationId }));
    await ec2.send(new DeleteRouteTableCommand({ RouteTableId }));
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
    await ec2.send(new DeleteVpcCommand({ VpcId }));
  });

  it('may be an endpoint of a service', async () => {
    const VpcId = await makeVpc();
    const SubnetId = await makeSubnet(VpcId, '10.0.0.0/24');
    const services = await ec2.send(
      new DescribeVpcEndpointServicesCommand({ ServiceNames: ['com.amazonaws.us-east-1.kinesis-streams'] }),
    );
    expect(services.ServiceDetails?.[0]?.ServiceType).toEqual([{ ServiceType: 'Interface' }]);
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        VpcEndpointType: 'Interface',
        ServiceName: 'com.amazonaws.us-east-1.kinesis-streams',
        SubnetIds: [SubnetId],
      }),
    );
    expect(VpcEndpoint?.State).toBe('pending');
    const id = VpcEndpoint?.VpcEndpointId ?? '';
    const seen = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    expect(seen.VpcEndpoints?.[0]).toMatchObject({ State: 'available', Groups: [{ GroupName: 'default' }] });
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    expect((await ec2.send(new DescribeVpcEndpointsCommand({ Filters: inVpc(VpcId) }))).VpcEndpoints).toEqual(
      [],
    );
    const tables = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc(VpcId) }));
    const gateway = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: 'com.amazonaws.us-east-1.s3',
        RouteTableIds: [tables.RouteTables?.[0]?.RouteTableId ?? ''],
      }),
    );
    const after = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc(VpcId) }));
    expect(after.RouteTables?.[0]?.Routes?.[1]).toMatchObject({
      GatewayId: gateway.VpcEndpoint?.VpcEndpointId,
    });
  });
});

describe('tags, filters and pages', () => {
  it('find resources by tag, and only by filters that exist', async () => {
    const id = await makeVpc();
    await ec2.send(
      new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'workshop', Value: 'my-workshop' }] }),
    );
    const byTag = (value: string) =>
      ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'tag:workshop', Values: [value] }] }));
    expect((await byTag('my-*')).Vpcs?.map((vpc) => vpc.VpcId)).toEqual([id]);
    expect((await byTag('other')).Vpcs).toEqual([]);
    const tags = await ec2.send(
      new DescribeTagsCommand({ Filters: [{ Name: 'resource-type', Values: ['vpc'] }] }),
    );
    expect(tags.Tags).toContainEqual({
      Key: 'workshop',
      Value: 'my-workshop',
      ResourceId: id,
      ResourceType: 'vpc',
    });
    await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'workshop' }] }));
    expect((await byTag('*')).Vpcs).toEqual([]);
    await expect(
      ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue', message: "The filter 'colour' is invalid" });
  });

  it('give pages', async () => {
    const first = await ec2.send(new DescribeSubnetsCommand({ MaxResults: 5 }));
    expect(first.Subnets).toHaveLength(5);
    const rest = await ec2.send(new DescribeSubnetsCommand({ NextToken: first.NextToken }));
    const ids = [...(first.Subnets ?? []), ...(rest.Subnets ?? [])].map((subnet) => subnet.SubnetId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(rest.NextToken).toBeUndefined();
  });

  it('change nothing on a dry run', async () => {
    await expect(ec2.send(new CreateInternetGatewayCommand({ DryRun: true }))).rejects.toMatchObject({
      name: 'DryRunOperation',
    });
    const { InternetGateways } = await ec2.send(
      new DescribeInternetGatewaysCommand({ Filters: [{ Name: 'attachment.state', Values: ['detached'] }] }),
    );
    expect(InternetGateways).toEqual([]);
  });

  it('outlive a restart', async () => {
    const id = await makeVpc();
    await test.restart();
    ec2 = new EC2Client({ ...test.clientConfig, requestHandler: new NodeHttpHandler() });
    expect((await ec2.send(new DescribeVpcsCommand({ VpcIds: [id] }))).Vpcs).toHaveLength(1);
  });
});
