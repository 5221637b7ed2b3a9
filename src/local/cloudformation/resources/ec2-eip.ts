import { findByTags, tagSpecifications, updateTags } from './ec2-tags.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::EC2::EIP. Ref is the address; the allocation's id is an attribute. */
export const ec2Eip: ResourceType = {
  type: 'AWS::EC2::EIP',
  properties: ['Tags'],
  createOnly: ['Domain'],
  attributes: ['AllocationId', 'PublicIp'],
  async create(request) {
    const reply = await request.call('ec2', 'AllocateAddress', {
      Domain: 'vpc',
      ...tagSpecifications(request, 'elastic-ip'),
    });
    return reply.PublicIp;
  },
  find: (request) => findByTags(request, 'DescribeAddresses', 'Addresses', 'PublicIp'),
  async read(request) {
    return { AllocationId: await allocation(request), PublicIp: request.physicalId };
  },
  async update(request) {
    await updateTags({ ...request, physicalId: await allocation(request) });
  },
  async remove(request) {
    await request.call('ec2', 'ReleaseAddress', { AllocationId: await allocation(request) });
  },
};

async function allocation(request: ResourceRequest): Promise<string> {
  const { Addresses } = await request.call('ec2', 'DescribeAddresses', { PublicIps: [request.physicalId] });
  return Addresses[0].AllocationId;
}
