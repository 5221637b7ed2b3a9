import { findByTags, tagSpecifications, updateTags } from './ec2-tags.js';
import { flag, given, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::EC2::VPC. Ref is the id. */
export const ec2Vpc: ResourceType = {
  type: 'AWS::EC2::VPC',
  properties: ['EnableDnsHostnames', 'EnableDnsSupport', 'Tags'],
  createOnly: ['CidrBlock', 'InstanceTenancy'],
  required: ['CidrBlock'],
  attributes: ['CidrBlock', 'DefaultNetworkAcl', 'DefaultSecurityGroup', 'VpcId'],
  async create(request) {
    const { Vpc } = await request.call('ec2', 'CreateVpc', {
      ...given({
        CidrBlock: text(request.properties.CidrBlock),
        InstanceTenancy: text(request.properties.InstanceTenancy),
      }),
      ...tagSpecifications(request, 'vpc'),
    });
    return Vpc.VpcId;
  },
  find: (request) => findByTags(request, 'DescribeVpcs', 'Vpcs', 'VpcId'),
  configure: setDns,
  async read(request) {
    const Filters = [{ Name: 'vpc-id', Values: [request.physicalId] }];
    const { Vpcs } = await request.call('ec2', 'DescribeVpcs', { VpcIds: [request.physicalId] });
    const groups = await request.call('ec2', 'DescribeSecurityGroups', {
      Filters: [...Filters, { Name: 'group-name', Values: ['default'] }],
    });
    const acls = await request.call('ec2', 'DescribeNetworkAcls', {
      Filters: [...Filters, { Name: 'default', Values: ['true'] }],
    });
    return given({
      CidrBlock: Vpcs[0].CidrBlock,
      DefaultNetworkAcl: acls.NetworkAcls?.[0]?.NetworkAclId,
      DefaultSecurityGroup: groups.SecurityGroups?.[0]?.GroupId,
      VpcId: request.physicalId,
    });
  },
  async update(request) {
    await setDns(request);
    await updateTags(request);
  },
  async remove(request) {
    await request.call('ec2', 'DeleteVpc', { VpcId: request.physicalId });
  },
};

/** Host names need support, so support goes on first and off last. */
async function setDns(request: ResourceRequest): Promise<void> {
  const support = flag(request.properties.EnableDnsSupport);
  const names = flag(request.properties.EnableDnsHostnames);
  const set = async (name: 'EnableDnsSupport' | 'EnableDnsHostnames', Value: boolean | undefined) => {
    if (Value === undefined) return;
    await request.call('ec2', 'ModifyVpcAttribute', { VpcId: request.physicalId, [name]: { Value } });
  };
  if (support !== false) await set('EnableDnsSupport', support);
  await set('EnableDnsHostnames', names);
  if (support === false) await set('EnableDnsSupport', support);
}
