import { unlessAbsent } from './absent.js';
import { findByTags, tagSpecifications, updateTags } from './ec2-tags.js';
import { given, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::EC2::NatGateway. Ref is the id. */
export const ec2NatGateway: ResourceType = {
  type: 'AWS::EC2::NatGateway',
  properties: ['Tags'],
  createOnly: ['AllocationId', 'ConnectivityType', 'PrivateIpAddress', 'SubnetId'],
  required: ['SubnetId'],
  attributes: ['NatGatewayId'],
  async create(request) {
    const { properties } = request;
    const { NatGateway } = await request.call('ec2', 'CreateNatGateway', {
      ClientToken: request.token.slice(0, 64),
      ...given({
        AllocationId: text(properties.AllocationId),
        ConnectivityType: text(properties.ConnectivityType),
        PrivateIpAddress: text(properties.PrivateIpAddress),
        SubnetId: text(properties.SubnetId),
      }),
      ...tagSpecifications(request, 'natgateway'),
    });
    return NatGateway.NatGatewayId;
  },
  find: (request) => findByTags(request, 'DescribeNatGateways', 'NatGateways', 'NatGatewayId'),
  async ready(request) {
    const gateway = await describe(request);
    if (gateway?.State === 'failed') throw new Error(gateway.FailureMessage ?? 'The NAT gateway failed.');
    return gateway?.State === 'available';
  },
  async read(request) {
    return { NatGatewayId: request.physicalId };
  },
  update: updateTags,
  async remove(request) {
    await request.call('ec2', 'DeleteNatGateway', { NatGatewayId: request.physicalId });
  },
  async gone(request) {
    const gateway = await describe(request);
    return gateway === undefined || gateway.State === 'deleted';
  },
};

async function describe(request: ResourceRequest) {
  const reply = request.call('ec2', 'DescribeNatGateways', { NatGatewayIds: [request.physicalId] });
  return (await unlessAbsent(reply))?.NatGateways?.[0];
}
