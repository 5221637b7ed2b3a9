import { text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::EC2::VPCGatewayAttachment, of internet gateways. Ref is `IGW|<vpc id>` (recorded: resources/test_ec2). */
export const ec2VpcGatewayAttachment: ResourceType = {
  type: 'AWS::EC2::VPCGatewayAttachment',
  properties: [],
  createOnly: ['InternetGatewayId', 'VpcId'],
  required: ['InternetGatewayId', 'VpcId'],
  attributes: ['AttachmentType'],
  async create(request) {
    await request.call('ec2', 'AttachInternetGateway', ends(request));
    return idOf(request);
  },
  async find(request) {
    const InternetGatewayIds = [text(request.properties.InternetGatewayId)];
    const { InternetGateways } = await request.call('ec2', 'DescribeInternetGateways', {
      InternetGatewayIds,
    });
    const attachments = (InternetGateways?.[0]?.Attachments ?? []) as { VpcId: string }[];
    return attachments.some((one) => one.VpcId === text(request.properties.VpcId))
      ? idOf(request)
      : undefined;
  },
  async read() {
    return { AttachmentType: 'IGW' };
  },
  async remove(request) {
    await request.call('ec2', 'DetachInternetGateway', ends(request));
  },
};

const idOf = (request: ResourceRequest): string => `IGW|${text(request.properties.VpcId)}`;

function ends({ properties }: ResourceRequest) {
  return { InternetGatewayId: text(properties.InternetGatewayId), VpcId: text(properties.VpcId) };
}
