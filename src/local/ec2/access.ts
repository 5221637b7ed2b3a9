import { type AccessTable, arnOf } from '../policy/access-table.js';

/** The member that names a resource → the kind in its ARN. */
const kinds: Record<string, string> = {
  VpcId: 'vpc',
  SubnetId: 'subnet',
  GroupId: 'security-group',
  RouteTableId: 'route-table',
  InternetGatewayId: 'internet-gateway',
  NatGatewayId: 'natgateway',
  AllocationId: 'elastic-ip',
  NetworkAclId: 'network-acl',
};

/** What a VPC is made of, each resource that a call names; what describes knows no resource. */
export const ec2Access: AccessTable = {
  needs: { CreateVpc: (_input, place) => [arnOf('ec2', place, 'vpc/*')] },
  otherwise: (input, place) =>
    Object.entries(kinds).map(([member, kind]) =>
      typeof input[member] === 'string' ? arnOf('ec2', place, `${kind}/${input[member]}`) : undefined,
    ),
};
