import { findByTags, tagSpecifications, updateTags } from './ec2-tags.js';
import { flag, given, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::EC2::Subnet. Ref is the id. */
export const ec2Subnet: ResourceType = {
  type: 'AWS::EC2::Subnet',
  properties: ['MapPublicIpOnLaunch', 'Tags'],
  createOnly: ['AvailabilityZone', 'CidrBlock', 'VpcId'],
  required: ['CidrBlock', 'VpcId'],
  attributes: ['AvailabilityZone', 'CidrBlock', 'SubnetId', 'VpcId'],
  async create(request) {
    const { properties } = request;
    const { Subnet } = await request.call('ec2', 'CreateSubnet', {
      ...given({
        AvailabilityZone: text(properties.AvailabilityZone),
        CidrBlock: text(properties.CidrBlock),
        VpcId: text(properties.VpcId),
      }),
      ...tagSpecifications(request, 'subnet'),
    });
    return Subnet.SubnetId;
  },
  find: (request) => findByTags(request, 'DescribeSubnets', 'Subnets', 'SubnetId'),
  configure: setPublicAddresses,
  async ready(request) {
    return (await describe(request)).State === 'available';
  },
  async read(request) {
    const subnet = await describe(request);
    return {
      AvailabilityZone: subnet.AvailabilityZone,
      CidrBlock: subnet.CidrBlock,
      SubnetId: subnet.SubnetId,
      VpcId: subnet.VpcId,
    };
  },
  async update(request) {
    await setPublicAddresses(request);
    await updateTags(request);
  },
  async remove(request) {
    await request.call('ec2', 'DeleteSubnet', { SubnetId: request.physicalId });
  },
};

async function describe(request: ResourceRequest) {
  const { Subnets } = await request.call('ec2', 'DescribeSubnets', { SubnetIds: [request.physicalId] });
  return Subnets[0];
}

async function setPublicAddresses(request: ResourceRequest): Promise<void> {
  const Value = flag(request.properties.MapPublicIpOnLaunch);
  const before = flag(request.previous.MapPublicIpOnLaunch);
  if (Value === undefined && before === undefined) return;
  await request.call('ec2', 'ModifySubnetAttribute', {
    SubnetId: request.physicalId,
    MapPublicIpOnLaunch: { Value: Value ?? false },
  });
}
