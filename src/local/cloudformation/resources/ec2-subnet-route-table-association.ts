import { text } from './property-values.js';
import type { ResourceType } from './type.js';

/** AWS::EC2::SubnetRouteTableAssociation. Ref is the association's id. */
export const ec2SubnetRouteTableAssociation: ResourceType = {
  type: 'AWS::EC2::SubnetRouteTableAssociation',
  properties: [],
  createOnly: ['RouteTableId', 'SubnetId'],
  required: ['RouteTableId', 'SubnetId'],
  attributes: ['Id'],
  async create(request) {
    const { AssociationId } = await request.call('ec2', 'AssociateRouteTable', {
      RouteTableId: text(request.properties.RouteTableId),
      SubnetId: text(request.properties.SubnetId),
    });
    return AssociationId;
  },
  async find(request) {
    const RouteTableIds = [text(request.properties.RouteTableId)];
    const { RouteTables } = await request.call('ec2', 'DescribeRouteTables', { RouteTableIds });
    const all = (RouteTables?.[0]?.Associations ?? []) as {
      SubnetId?: string;
      RouteTableAssociationId: string;
    }[];
    return all.find((one) => one.SubnetId === text(request.properties.SubnetId))?.RouteTableAssociationId;
  },
  async read(request) {
    return { Id: request.physicalId };
  },
  async remove(request) {
    await request.call('ec2', 'DisassociateRouteTable', { AssociationId: request.physicalId });
  },
};
