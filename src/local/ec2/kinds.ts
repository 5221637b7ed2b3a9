/** What is the same for every kind of resource: how its ids begin, where they stand, how EC2 says that one is missing. */
interface Kind {
  prefix: string;
  idMember: string;
  /** Member of a Describe call's input with ids, and of its output with resources. */
  idsMember: string;
  setMember: string;
  /** Name in TagSpecifications and DescribeTags. */
  resourceType: string;
  notFound: string;
  words: (id: string) => string;
  /** Documented filters that aren't a member's name: where in the resource they look (a path; lists are searched). */
  filters: Record<string, string>;
}

const doesNotExist = (noun: string) => (id: string) => `The ${noun} '${id}' does not exist`;

/** Sources: EC2 API reference, 'Error codes' and the Filters of each Describe action. */
export const kinds = {
  vpc: {
    prefix: 'vpc',
    idMember: 'VpcId',
    idsMember: 'VpcIds',
    setMember: 'Vpcs',
    resourceType: 'vpc',
    notFound: 'InvalidVpcID.NotFound',
    words: doesNotExist('vpc ID'),
    filters: {
      cidr: 'CidrBlock',
      'cidr-block': 'CidrBlock',
      'cidr-block-association.cidr-block': 'CidrBlockAssociationSet.CidrBlock',
      'cidr-block-association.association-id': 'CidrBlockAssociationSet.AssociationId',
      'cidr-block-association.state': 'CidrBlockAssociationSet.CidrBlockState.State',
      isDefault: 'IsDefault',
      'is-default': 'IsDefault',
    },
  },
  subnet: {
    prefix: 'subnet',
    idMember: 'SubnetId',
    idsMember: 'SubnetIds',
    setMember: 'Subnets',
    resourceType: 'subnet',
    notFound: 'InvalidSubnetID.NotFound',
    words: doesNotExist('subnet ID'),
    filters: {
      cidr: 'CidrBlock',
      'cidr-block': 'CidrBlock',
      cidrBlock: 'CidrBlock',
      availabilityZone: 'AvailabilityZone',
      availabilityZoneId: 'AvailabilityZoneId',
      defaultForAz: 'DefaultForAz',
    },
  },
  securityGroup: {
    prefix: 'sg',
    idMember: 'GroupId',
    idsMember: 'GroupIds',
    setMember: 'SecurityGroups',
    resourceType: 'security-group',
    notFound: 'InvalidGroup.NotFound',
    words: doesNotExist('security group'),
    filters: {
      'ip-permission.cidr': 'IpPermissions.IpRanges.CidrIp',
      'ip-permission.from-port': 'IpPermissions.FromPort',
      'ip-permission.to-port': 'IpPermissions.ToPort',
      'ip-permission.protocol': 'IpPermissions.IpProtocol',
      'ip-permission.group-id': 'IpPermissions.UserIdGroupPairs.GroupId',
      'egress.ip-permission.cidr': 'IpPermissionsEgress.IpRanges.CidrIp',
      'egress.ip-permission.from-port': 'IpPermissionsEgress.FromPort',
      'egress.ip-permission.to-port': 'IpPermissionsEgress.ToPort',
      'egress.ip-permission.protocol': 'IpPermissionsEgress.IpProtocol',
      'egress.ip-permission.group-id': 'IpPermissionsEgress.UserIdGroupPairs.GroupId',
    },
  },
  securityGroupRule: {
    prefix: 'sgr',
    idMember: 'SecurityGroupRuleId',
    idsMember: 'SecurityGroupRuleIds',
    setMember: 'SecurityGroupRules',
    resourceType: 'security-group-rule',
    notFound: 'InvalidSecurityGroupRuleId.NotFound',
    words: doesNotExist('security group rule ID'),
    filters: {},
  },
  routeTable: {
    prefix: 'rtb',
    idMember: 'RouteTableId',
    idsMember: 'RouteTableIds',
    setMember: 'RouteTables',
    resourceType: 'route-table',
    notFound: 'InvalidRouteTableID.NotFound',
    words: doesNotExist('routeTable ID'),
    filters: {
      'association.main': 'Associations.Main',
      'association.subnet-id': 'Associations.SubnetId',
      'association.gateway-id': 'Associations.GatewayId',
      'association.route-table-id': 'Associations.RouteTableId',
      'association.route-table-association-id': 'Associations.RouteTableAssociationId',
      'route.destination-cidr-block': 'Routes.DestinationCidrBlock',
      'route.destination-prefix-list-id': 'Routes.DestinationPrefixListId',
      'route.gateway-id': 'Routes.GatewayId',
      'route.nat-gateway-id': 'Routes.NatGatewayId',
      'route.origin': 'Routes.Origin',
      'route.state': 'Routes.State',
    },
  },
  internetGateway: {
    prefix: 'igw',
    idMember: 'InternetGatewayId',
    idsMember: 'InternetGatewayIds',
    setMember: 'InternetGateways',
    resourceType: 'internet-gateway',
    notFound: 'InvalidInternetGatewayID.NotFound',
    words: doesNotExist('internetGateway ID'),
    filters: { 'attachment.state': 'Attachments.State', 'attachment.vpc-id': 'Attachments.VpcId' },
  },
  natGateway: {
    prefix: 'nat',
    idMember: 'NatGatewayId',
    idsMember: 'NatGatewayIds',
    setMember: 'NatGateways',
    resourceType: 'natgateway',
    notFound: 'NatGatewayNotFound',
    words: (id: string) => `NatGateway ${id} was not found`,
    filters: {},
  },
  address: {
    prefix: 'eipalloc',
    idMember: 'AllocationId',
    idsMember: 'AllocationIds',
    setMember: 'Addresses',
    resourceType: 'elastic-ip',
    notFound: 'InvalidAllocationID.NotFound',
    words: doesNotExist('allocation ID'),
    filters: {},
  },
  vpcEndpoint: {
    prefix: 'vpce',
    idMember: 'VpcEndpointId',
    idsMember: 'VpcEndpointIds',
    setMember: 'VpcEndpoints',
    resourceType: 'vpc-endpoint',
    notFound: 'InvalidVpcEndpointId.NotFound',
    words: doesNotExist('Vpc Endpoint Id'),
    filters: { 'vpc-endpoint-state': 'State' },
  },
  networkAcl: {
    prefix: 'acl',
    idMember: 'NetworkAclId',
    idsMember: 'NetworkAclIds',
    setMember: 'NetworkAcls',
    resourceType: 'network-acl',
    notFound: 'InvalidNetworkAclID.NotFound',
    words: doesNotExist('network acl ID'),
    filters: {
      default: 'IsDefault',
      'association.association-id': 'Associations.NetworkAclAssociationId',
      'association.network-acl-id': 'Associations.NetworkAclId',
      'association.subnet-id': 'Associations.SubnetId',
      'entry.cidr': 'Entries.CidrBlock',
      'entry.egress': 'Entries.Egress',
      'entry.rule-action': 'Entries.RuleAction',
      'entry.rule-number': 'Entries.RuleNumber',
    },
  },
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];
