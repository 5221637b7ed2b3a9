import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { formatCidr, parseCidr } from './cidr.js';
import { describe } from './describe.js';
import { makeDefaultAcl } from './network-acls.js';
import type { Vpc, VpcAttribute } from './resources.js';
import { makeRouteTable } from './route-tables.js';
import { makeSecurityGroup } from './security-groups.js';
import { type Ec2Store, newId, refuseDependents, type Tag, tagsOf } from './store.js';

/** AWS's default of VPCs in a Region, the default VPC among them. Source: VPC user guide, 'Amazon VPC quotas'. */
const quota = 5;

/** CreateVpc, DescribeVpcs, DeleteVpc, ModifyVpcAttribute, DescribeVpcAttribute. */
export function vpcActions(store: Ec2Store): Record<string, Action> {
  return {
    CreateVpc(input) {
      if (store.all('vpc').length >= quota)
        throw new AwsError('VpcLimitExceeded', 'The maximum number of VPCs has been reached.');
      const vpc = makeVpc(store, {
        cidr: input.CidrBlock,
        tenancy: input.InstanceTenancy ?? 'default',
        isDefault: false,
        tags: tagsOf(input, 'vpc'),
      });
      store.save();
      return { Vpc: { ...show(vpc), State: 'pending' } };
    },
    DescribeVpcs: describe(store, 'vpc', show, ['DhcpOptionsId']),
    DeleteVpc(input) {
      const vpc = store.get('vpc', input.VpcId);
      refuseDependents('vpc', vpc.VpcId, hasDependents(store, vpc));
      const inVpc = (resource: { VpcId: string }) => resource.VpcId === vpc.VpcId;
      for (const group of store.all('securityGroup').filter(inVpc)) {
        const rules = store.all('securityGroupRule').filter((rule) => rule.GroupId === group.GroupId);
        for (const rule of rules) store.remove('securityGroupRule', rule);
        store.remove('securityGroup', group);
      }
      for (const table of store.all('routeTable').filter(inVpc)) store.remove('routeTable', table);
      for (const acl of store.all('networkAcl').filter(inVpc)) store.remove('networkAcl', acl);
      store.remove('vpc', vpc);
      store.save();
      return {};
    },
    ModifyVpcAttribute(input) {
      const vpc = store.get('vpc', input.VpcId);
      for (const attribute of attributes) {
        const value = input[member(attribute)]?.Value;
        if (value !== undefined) vpc.attributes[attribute] = value;
      }
      store.save();
      return {};
    },
    DescribeVpcAttribute(input) {
      const vpc = store.get('vpc', input.VpcId);
      const attribute = attributes.find((name) => name === input.Attribute);
      if (!attribute)
        throw new AwsError(
          'InvalidParameterValue',
          `Value (${input.Attribute}) for parameter attribute is invalid.`,
        );
      return { VpcId: vpc.VpcId, [member(attribute)]: { Value: vpc.attributes[attribute] } };
    },
  };
}

const attributes: readonly VpcAttribute[] = [
  'enableDnsSupport',
  'enableDnsHostnames',
  'enableNetworkAddressUsageMetrics',
];

/** Makes a VPC with what EC2 puts into each: the main route table, the default security group, the default ACL. */
export function makeVpc(
  store: Ec2Store,
  options: { cidr: string | undefined; tenancy: string; isDefault: boolean; tags: Tag[] },
): Vpc {
  const cidr = parseCidr(options.cidr ?? '');
  if (options.cidr === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter cidrBlock');
  if (!cidr)
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${options.cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  if (cidr.prefix < 16 || cidr.prefix > 28)
    throw new AwsError('InvalidVpc.Range', `The CIDR '${options.cidr}' is invalid.`);
  const block = formatCidr(cidr);
  const vpc = store.add('vpc', {
    VpcId: newId('vpc'),
    CidrBlock: block,
    DhcpOptionsId: store.all('vpc')[0]?.DhcpOptionsId ?? newId('dopt'),
    InstanceTenancy: options.tenancy,
    IsDefault: options.isDefault,
    OwnerId: store.cloud.accountId,
    State: 'available',
    CidrBlockAssociationSet: [
      { AssociationId: newId('vpc-cidr-assoc'), CidrBlock: block, CidrBlockState: { State: 'associated' } },
    ],
    Ipv6CidrBlockAssociationSet: [],
    Tags: options.tags,
    attributes: {
      enableDnsSupport: true,
      enableDnsHostnames: options.isDefault,
      enableNetworkAddressUsageMetrics: false,
    },
  });
  makeRouteTable(store, vpc, { main: true, tags: [] });
  makeDefaultAcl(store, vpc);
  makeSecurityGroup(store, vpc, { name: 'default', description: 'default VPC security group', tags: [] });
  return vpc;
}

function hasDependents(store: Ec2Store, { VpcId: id }: Vpc): boolean {
  const inVpc = (resource: { VpcId: string }) => resource.VpcId === id;
  return (
    store.all('subnet').some(inVpc) ||
    store.all('natGateway').some((gateway) => inVpc(gateway) && gateway.deleting === undefined) ||
    store.all('vpcEndpoint').some((endpoint) => inVpc(endpoint) && endpoint.deleting === undefined) ||
    store.all('internetGateway').some((gateway) => gateway.Attachments.some(inVpc)) ||
    store.all('securityGroup').some((group) => inVpc(group) && group.GroupName !== 'default') ||
    store
      .all('routeTable')
      .some((table) => inVpc(table) && !table.Associations.some((association) => association.Main))
  );
}

function show({ attributes: _attributes, ...vpc }: Vpc): object {
  return vpc;
}

/** `enableDnsSupport` → `EnableDnsSupport` */
function member(attribute: VpcAttribute): string {
  return attribute[0]?.toUpperCase() + attribute.slice(1);
}
