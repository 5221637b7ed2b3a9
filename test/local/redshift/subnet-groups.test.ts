import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateClusterSubnetGroupCommand,
  DescribeClusterSubnetGroupsCommand,
  ModifyClusterSubnetGroupCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let redshift: RedshiftClient;
let ec2: EC2Client;

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts', 'ec2', 'kinesis', 'redshift'] });
  redshift = new RedshiftClient(test.clientConfig);
  ec2 = new EC2Client(test.clientConfig);
});
afterAll(() => test?.stop());

/** A VPC with two subnets. */
async function network(block: number): Promise<{ vpc: string; subnets: string[] }> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${block}.0.0/16` }));
  const subnets: string[] = [];
  for (const part of [1, 2]) {
    const CidrBlock = `10.${block}.${part}.0/24`;
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock }));
    subnets.push(Subnet?.SubnetId ?? '');
  }
  return { vpc: Vpc?.VpcId ?? '', subnets };
}

describe('ModifyClusterSubnetGroup', () => {
  it('replaces the subnets, keeps what is not given, and stays in its VPC', async () => {
    const { vpc, subnets } = await network(1);
    const elsewhere = await network(2);
    await redshift.send(
      new CreateClusterSubnetGroupCommand({
        ClusterSubnetGroupName: 'g',
        Description: 'first',
        SubnetIds: subnets.slice(0, 1),
        Tags: [{ Key: 'k', Value: 'v' }],
      }),
    );
    const modify = (more: object) =>
      redshift.send(
        new ModifyClusterSubnetGroupCommand({ ClusterSubnetGroupName: 'G', SubnetIds: subnets, ...more }),
      );
    const { ClusterSubnetGroup } = await modify({});
    expect(ClusterSubnetGroup).toMatchObject({
      ClusterSubnetGroupName: 'g',
      Description: 'first',
      VpcId: vpc,
    });
    expect(ClusterSubnetGroup?.Subnets?.map((one) => one.SubnetIdentifier)).toEqual(subnets);
    await modify({ Description: 'second', SubnetIds: subnets.slice(1) });
    await expect(modify({ SubnetIds: elsewhere.subnets })).rejects.toMatchObject({ name: 'InvalidSubnet' });
    await expect(modify({ SubnetIds: ['subnet-0'] })).rejects.toMatchObject({ name: 'InvalidSubnet' });
    await expect(modify({ ClusterSubnetGroupName: 'none' })).rejects.toMatchObject({
      name: 'ClusterSubnetGroupNotFoundFault',
    });
    await test.restart();
    redshift = new RedshiftClient(test.clientConfig);
    const { ClusterSubnetGroups } = await redshift.send(new DescribeClusterSubnetGroupsCommand({}));
    expect(ClusterSubnetGroups).toMatchObject([
      {
        Description: 'second',
        Subnets: [{ SubnetIdentifier: subnets[1] }],
        Tags: [{ Key: 'k', Value: 'v' }],
      },
    ]);
  });
});
