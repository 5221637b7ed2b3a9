import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateClusterCommand,
  CreateClusterParameterGroupCommand,
  CreateTagsCommand,
  DeleteClusterCommand,
  DeleteTagsCommand,
  DescribeClusterParameterGroupsCommand,
  DescribeClustersCommand,
  DescribeLoggingStatusCommand,
  DescribeTagsCommand,
  GetClusterCredentialsCommand,
  GetClusterCredentialsWithIAMCommand,
  ModifyClusterIamRolesCommand,
  PauseClusterCommand,
  RedshiftClient,
  ResumeClusterCommand,
  waitUntilClusterAvailable,
  waitUntilClusterDeleted,
} from '@aws-sdk/client-redshift';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeRole } from './fixture.js';

let test: TestCloud;
let client: RedshiftClient;
const name = { ClusterIdentifier: 'c' };
const wait = () => ({ client, maxWaitTime: 20, minDelay: 0.01, maxDelay: 0.1 });
const settings = {
  ...name,
  NodeType: 'ra3.large',
  ClusterType: 'single-node',
  MasterUsername: 'boss',
  MasterUserPassword: 'Correct9Horse',
};

beforeAll(async () => {
  test = await startCloud({
    services: ['iam', 'sts', 'secretsmanager', 'kinesis', 'redshift'],
    settings: { delays: { cluster: 150 } },
  });
  client = new RedshiftClient(test.clientConfig);
});
afterAll(() => test?.stop());

async function state() {
  return (await client.send(new DescribeClustersCommand(name))).Clusters?.[0];
}

describe('a cluster', () => {
  it('is creating, then available', async () => {
    const { Cluster } = await client.send(
      new CreateClusterCommand({ ...settings, Tags: [{ Key: 'workshop', Value: 'w' }] }),
    );
    expect(Cluster).toMatchObject({
      ClusterStatus: 'creating',
      ClusterAvailabilityStatus: 'Modifying',
      DBName: 'dev',
    });
    expect(Cluster?.Endpoint).toBeUndefined();
    await waitUntilClusterAvailable(wait(), name);
    expect(await state()).toMatchObject({
      ClusterStatus: 'available',
      ClusterAvailabilityStatus: 'Available',
      NumberOfNodes: 1,
      Encrypted: true,
      MasterUsername: 'boss',
      Tags: [{ Key: 'workshop', Value: 'w' }],
    });
    expect((await state())?.Endpoint).toMatchObject({ Port: 5439 });
    expect((await client.send(new DescribeLoggingStatusCommand(name))).LoggingEnabled).toBe(false);
  });

  it.each([
    ['ClusterAlreadyExistsFault', {}],
    ['InvalidParameterValue', { ClusterIdentifier: 'd', Encrypted: false }],
    ['InvalidParameterValue', { ClusterIdentifier: 'd', MasterUserPassword: 'short' }],
    ['InvalidParameterValue', { ClusterIdentifier: 'double--hyphen' }],
    [
      'InvalidParameterValue',
      { ClusterIdentifier: 'd', IamRoles: ['arn:aws:iam::123456789012:role/nobody'] },
    ],
    ['InvalidParameterCombination', { ClusterIdentifier: 'd', ManageMasterPassword: true }],
    ['InvalidParameterCombination', { ClusterIdentifier: 'd', ClusterType: 'multi-node', NumberOfNodes: 1 }],
    ['ClusterSubnetGroupNotFoundFault', { ClusterIdentifier: 'd', ClusterSubnetGroupName: 'none' }],
  ])('is refused with %s for %j', async (code, change) => {
    await expect(client.send(new CreateClusterCommand({ ...settings, ...change }))).rejects.toMatchObject({
      name: code,
    });
  });

  it('takes roles, one of them the default', async () => {
    const arn = await makeRole(new IAMClient(test.clientConfig), 'reads');
    await expect(
      client.send(new ModifyClusterIamRolesCommand({ ...name, DefaultIamRoleArn: arn })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    const { Cluster } = await client.send(
      new ModifyClusterIamRolesCommand({ ...name, AddIamRoles: [arn], DefaultIamRoleArn: arn }),
    );
    expect(Cluster?.IamRoles).toEqual([{ IamRoleArn: arn, ApplyStatus: 'adding' }]);
    await expect
      .poll(async () => (await state())?.IamRoles)
      .toEqual([{ IamRoleArn: arn, ApplyStatus: 'in-sync' }]);
    expect((await state())?.DefaultIamRoleArn).toBe(arn);
    await client.send(new ModifyClusterIamRolesCommand({ ...name, RemoveIamRoles: [arn] }));
    await expect.poll(async () => (await state())?.IamRoles ?? []).toEqual([]);
    expect((await state())?.DefaultIamRoleArn).toBeUndefined();
  });

  it('hands out temporary credentials', async () => {
    const plain = await client.send(
      new GetClusterCredentialsCommand({ ...name, DbUser: 'boss', DurationSeconds: 900 }),
    );
    expect(plain.DbUser).toBe('IAM:boss');
    expect(plain.Expiration?.getTime()).toBeGreaterThan(Date.now() + 800_000);
    expect((await client.send(new GetClusterCredentialsWithIAMCommand(name))).DbUser).toMatch(/^IAMR?:/);
    await expect(
      client.send(new GetClusterCredentialsCommand({ ClusterIdentifier: 'none', DbUser: 'boss' })),
    ).rejects.toMatchObject({ name: 'ClusterNotFoundFault' });
  });

  it('is tagged by its ARN', async () => {
    const ResourceName = `arn:aws:redshift:us-east-1:${test.cloud.accountId}:cluster:c`;
    await client.send(new CreateTagsCommand({ ResourceName, Tags: [{ Key: 'a', Value: '1' }] }));
    const { TaggedResources } = await client.send(new DescribeTagsCommand({ ResourceName }));
    expect(TaggedResources?.map(({ Tag }) => Tag?.Key)).toEqual(['workshop', 'a']);
    await client.send(new DeleteTagsCommand({ ResourceName, TagKeys: ['a'] }));
    expect((await state())?.Tags).toEqual([{ Key: 'workshop', Value: 'w' }]);
  });

  it('pauses, and goes on after a restart in the middle of resuming', async () => {
    expect((await client.send(new PauseClusterCommand(name))).Cluster?.ClusterStatus).toBe('pausing');
    // Its database may still be opening, and closes first.
    await expect.poll(async () => (await state())?.ClusterStatus, { timeout: 20_000 }).toBe('paused');
    expect((await state())?.ClusterAvailabilityStatus).toBe('Paused');
    await client.send(new ResumeClusterCommand(name));
    await test.restart();
    client = new RedshiftClient({ ...test.clientConfig, maxAttempts: 3 });
    await waitUntilClusterAvailable(wait(), name);
  });

  it('is deleted with its files', async () => {
    await expect(client.send(new DeleteClusterCommand(name))).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
    const { Cluster } = await client.send(
      new DeleteClusterCommand({ ...name, SkipFinalClusterSnapshot: true }),
    );
    expect(Cluster?.ClusterStatus).toBe('deleting');
    await waitUntilClusterDeleted(wait(), name);
    expect(existsSync(join(test.folder, 'redshift', 'c'))).toBe(false);
  });

  it('may leave its password to Secrets Manager', async () => {
    const { MasterUserPassword: _, ...rest } = settings;
    const { Cluster } = await client.send(
      new CreateClusterCommand({ ...rest, ClusterIdentifier: 'managed', ManageMasterPassword: true }),
    );
    expect(Cluster?.MasterPasswordSecretArn).toContain(':secret:redshift!managed-boss');
  });
});

describe('a parameter group', () => {
  it('is there once made, beside the default one', async () => {
    await client.send(
      new CreateClusterParameterGroupCommand({
        ParameterGroupName: 'g',
        ParameterGroupFamily: 'redshift-2.0',
        Description: 'd',
      }),
    );
    const { ParameterGroups } = await client.send(new DescribeClusterParameterGroupsCommand({}));
    expect(ParameterGroups?.map((group) => group.ParameterGroupName)).toEqual(['default.redshift-1.0', 'g']);
  });
});
