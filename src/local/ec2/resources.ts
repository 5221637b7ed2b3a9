import type { Tag } from './store.js';

interface Tagged {
  Tags: Tag[];
}

export interface Vpc extends Tagged {
  VpcId: string;
  CidrBlock: string;
  DhcpOptionsId: string;
  InstanceTenancy: string;
  IsDefault: boolean;
  OwnerId: string;
  State: string;
  CidrBlockAssociationSet: { AssociationId: string; CidrBlock: string; CidrBlockState: { State: string } }[];
  Ipv6CidrBlockAssociationSet: never[];
  /** Not part of the shape: what DescribeVpcAttribute answers. */
  attributes: Record<VpcAttribute, boolean>;
}
export type VpcAttribute = 'enableDnsSupport' | 'enableDnsHostnames' | 'enableNetworkAddressUsageMetrics';

export interface Subnet extends Tagged {
  SubnetId: string;
  SubnetArn: string;
  VpcId: string;
  CidrBlock: string;
  AvailabilityZone: string;
  AvailabilityZoneId: string;
  AvailableIpAddressCount: number;
  DefaultForAz: boolean;
  MapPublicIpOnLaunch: boolean;
  MapCustomerOwnedIpOnLaunch: boolean;
  AssignIpv6AddressOnCreation: boolean;
  EnableDns64: boolean;
  Ipv6Native: boolean;
  Ipv6CidrBlockAssociationSet: never[];
  PrivateDnsNameOptionsOnLaunch: {
    HostnameType: string;
    EnableResourceNameDnsARecord: boolean;
    EnableResourceNameDnsAAAARecord: boolean;
  };
  OwnerId: string;
  State: string;
}

export interface SecurityGroup extends Tagged {
  GroupId: string;
  GroupName: string;
  Description: string;
  VpcId: string;
  OwnerId: string;
  SecurityGroupArn: string;
}

export interface SecurityGroupRule extends Tagged {
  SecurityGroupRuleId: string;
  SecurityGroupRuleArn: string;
  GroupId: string;
  GroupOwnerId: string;
  IsEgress: boolean;
  IpProtocol: string;
  FromPort: number;
  ToPort: number;
  CidrIpv4?: string;
  CidrIpv6?: string;
  PrefixListId?: string;
  ReferencedGroupInfo?: { GroupId: string; UserId: string };
  Description?: string;
}

export interface Route {
  DestinationCidrBlock?: string;
  DestinationIpv6CidrBlock?: string;
  DestinationPrefixListId?: string;
  GatewayId?: string;
  NatGatewayId?: string;
  NetworkInterfaceId?: string;
  Origin: 'CreateRouteTable' | 'CreateRoute';
  State: 'active' | 'blackhole';
}

export interface RouteTable extends Tagged {
  RouteTableId: string;
  VpcId: string;
  OwnerId: string;
  Routes: Route[];
  Associations: {
    RouteTableAssociationId: string;
    RouteTableId: string;
    SubnetId?: string;
    Main: boolean;
    AssociationState: { State: string };
  }[];
  PropagatingVgws: never[];
}

export interface InternetGateway extends Tagged {
  InternetGatewayId: string;
  OwnerId: string;
  Attachments: { State: string; VpcId: string }[];
}

/** `made` and `deleting` are epoch ms: states follow from them and the delay, so that they survive a restart. */
export interface NatGateway extends Tagged {
  NatGatewayId: string;
  SubnetId: string;
  VpcId: string;
  ConnectivityType: 'public' | 'private';
  addresses: { AllocationId?: string; PublicIp?: string; NetworkInterfaceId: string; PrivateIp: string }[];
  made: number;
  deleting?: number;
}

export interface Address extends Tagged {
  AllocationId: string;
  PublicIp: string;
  Domain: 'vpc';
  PublicIpv4Pool: 'amazon';
  NetworkBorderGroup: string;
  AssociationId?: string;
  NetworkInterfaceId?: string;
  NetworkInterfaceOwnerId?: string;
  PrivateIpAddress?: string;
}

export interface VpcEndpoint extends Tagged {
  VpcEndpointId: string;
  VpcEndpointType: 'Gateway' | 'Interface';
  VpcId: string;
  ServiceName: string;
  PolicyDocument: string;
  RouteTableIds: string[];
  SubnetIds: string[];
  groupIds: string[];
  PrivateDnsEnabled: boolean;
  NetworkInterfaceIds: string[];
  made: number;
  deleting?: number;
}

export interface NetworkAcl extends Tagged {
  NetworkAclId: string;
  VpcId: string;
  OwnerId: string;
  IsDefault: boolean;
  Entries: {
    CidrBlock: string;
    Egress: boolean;
    Protocol: string;
    RuleAction: 'allow' | 'deny';
    RuleNumber: number;
  }[];
  Associations: { NetworkAclAssociationId: string; NetworkAclId: string; SubnetId: string }[];
}

/** What is kept of each kind. */
export interface Resources {
  vpc: Vpc;
  subnet: Subnet;
  securityGroup: SecurityGroup;
  securityGroupRule: SecurityGroupRule;
  routeTable: RouteTable;
  internetGateway: InternetGateway;
  natGateway: NatGateway;
  address: Address;
  vpcEndpoint: VpcEndpoint;
  networkAcl: NetworkAcl;
}
