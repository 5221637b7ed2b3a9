import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import type { ClusterStore, SubnetGroupRecord } from './cluster-store.js';
import { invalidValue } from './invalid.js';

/** CreateClusterSubnetGroup: the subnets are asked of EC2 and must share one VPC. */
export function createClusterSubnetGroup(store: ClusterStore): Action {
  return async (input) => {
    const name = String(input.ClusterSubnetGroupName).toLowerCase();
    if (!/^[a-z0-9][a-z0-9._ -]{0,254}$/.test(name) || name === 'default') {
      throw invalidValue(`Invalid cluster subnet group name ${name}`);
    }
    if (store.subnetGroups[name]) {
      throw new AwsError('ClusterSubnetGroupAlreadyExistsFault', `Subnet Group ${name} already exists`);
    }
    const record = await subnetGroup(store, name, input);
    store.subnetGroups[name] = record;
    store.save();
    return { ClusterSubnetGroup: describeSubnetGroup(record) };
  };
}

/**
 * The record of a group with these subnets.
 * @throws AwsError InvalidSubnet for a subnet that does not exist, or subnets of two VPCs
 */
// biome-ignore lint/suspicious/noExplicitAny: the codec has checked the input against the API model.
export async function subnetGroup(store: ClusterStore, name: string, input: any): Promise<SubnetGroupRecord> {
  const ids: string[] = input.SubnetIds;
  const found = await describeSubnets(store, ids);
  const vpcs = new Set(found.map((subnet) => subnet.vpc));
  const [vpcId] = vpcs;
  if (!vpcId || vpcs.size > 1) {
    throw new AwsError('InvalidSubnet', 'The subnets of a cluster subnet group must be in one VPC.');
  }
  return { name, description: input.Description, vpcId, subnets: found, tags: input.Tags ?? [] };
}

async function describeSubnets(
  store: ClusterStore,
  ids: string[],
): Promise<{ id: string; zone: string; vpc: string }[]> {
  try {
    const reply = await store.cloud.call(
      'ec2',
      'DescribeSubnets',
      { SubnetIds: ids },
      { service: 'redshift.amazonaws.com' },
    );
    return (reply.Subnets ?? []).map(
      (subnet: { SubnetId: string; AvailabilityZone: string; VpcId: string }) => ({
        id: subnet.SubnetId,
        zone: subnet.AvailabilityZone,
        vpc: subnet.VpcId,
      }),
    );
  } catch (error) {
    if (!(error instanceof AwsError) || !error.code.startsWith('InvalidSubnet')) throw error;
    throw new AwsError('InvalidSubnet', `Some input subnets in :[${ids.join(', ')}] are invalid.`);
  }
}

/** The record as `ClusterSubnetGroup` of the API. */
export function describeSubnetGroup(record: SubnetGroupRecord): object {
  return {
    ClusterSubnetGroupName: record.name,
    Description: record.description,
    VpcId: record.vpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: record.subnets.map((subnet) => ({
      SubnetIdentifier: subnet.id,
      SubnetAvailabilityZone: { Name: subnet.zone },
      SubnetStatus: 'Active',
    })),
    Tags: record.tags,
    SupportedClusterIpAddressTypes: ['ipv4'],
  };
}
