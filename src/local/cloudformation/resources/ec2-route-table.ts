import { findByTags, tagSpecifications, updateTags } from './ec2-tags.js';
import { text } from './property-values.js';
import type { ResourceType } from './type.js';

/** AWS::EC2::RouteTable. Ref is the id. */
export const ec2RouteTable: ResourceType = {
  type: 'AWS::EC2::RouteTable',
  properties: ['Tags'],
  createOnly: ['VpcId'],
  required: ['VpcId'],
  attributes: ['RouteTableId'],
  async create(request) {
    const { RouteTable } = await request.call('ec2', 'CreateRouteTable', {
      VpcId: text(request.properties.VpcId),
      ...tagSpecifications(request, 'route-table'),
    });
    return RouteTable.RouteTableId;
  },
  find: (request) => findByTags(request, 'DescribeRouteTables', 'RouteTables', 'RouteTableId'),
  async read(request) {
    return { RouteTableId: request.physicalId };
  },
  update: updateTags,
  async remove(request) {
    await request.call('ec2', 'DeleteRouteTable', { RouteTableId: request.physicalId });
  },
};
