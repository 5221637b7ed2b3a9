import { findByTags, tagSpecifications, updateTags } from './ec2-tags.js';
import type { ResourceType } from './type.js';

/** AWS::EC2::InternetGateway. Ref is the id. */
export const ec2InternetGateway: ResourceType = {
  type: 'AWS::EC2::InternetGateway',
  properties: ['Tags'],
  createOnly: [],
  attributes: ['InternetGatewayId'],
  async create(request) {
    const reply = await request.call(
      'ec2',
      'CreateInternetGateway',
      tagSpecifications(request, 'internet-gateway'),
    );
    return reply.InternetGateway.InternetGatewayId;
  },
  find: (request) => findByTags(request, 'DescribeInternetGateways', 'InternetGateways', 'InternetGatewayId'),
  async read(request) {
    return { InternetGatewayId: request.physicalId };
  },
  update: updateTags,
  async remove(request) {
    await request.call('ec2', 'DeleteInternetGateway', { InternetGatewayId: request.physicalId });
  },
};
