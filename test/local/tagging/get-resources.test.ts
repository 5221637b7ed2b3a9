import {
  CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateWorkspaceCommand, GrafanaClient } from '@aws-sdk/client-grafana';
import { CreatePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateStreamCommand, DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateClusterParameterGroupCommand, RedshiftClient } from '@aws-sdk/client-redshift';
import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  GetTagKeysCommand,
  GetTagValuesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeFunction, makeRole } from '../lambda/functions.js';

const tag = { Key: 'workshop', Value: 'tagged' };
const map = { workshop: 'tagged' };
const Tags = [tag];

let test: TestCloud;
let tagging: ResourceGroupsTaggingAPIClient;

const get = async (input: GetResourcesCommandInput) =>
  (await tagging.send(new GetResourcesCommand(input))).ResourceTagMappingList ?? [];
const arns = async (input: GetResourcesCommandInput) =>
  (await get(input)).map(({ ResourceARN }) => ResourceARN);
/** `service:type` of every resource with the tag. */
const typesFound = async () => {
  const found = await arns({ TagFilters: [{ Key: 'workshop', Values: ['tagged'] }], ResourcesPerPage: 100 });
  return found.map((arn = '') => {
    const [, , service, , , ...rest] = arn.split(':');
    return `${service}:${rest.join(':').replace(/^\//, '').split(/[:/]/)[0]}`;
  });
};

beforeAll(async () => {
  test = await startCloud();
  tagging = new ResourceGroupsTaggingAPIClient(test.clientConfig);
  const config = test.clientConfig;
  const role = await makeRole(test, 'any', 'lambda.amazonaws.com', []);
  const machineRole = await makeRole(test, 'machine', 'states.amazonaws.com', []);
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  };
  const iam = new IAMClient(config);
  await iam.send(
    new CreatePolicyCommand({ PolicyName: 'tagged-policy', PolicyDocument: JSON.stringify(document), Tags }),
  );
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  await iam.send(
    new CreateRoleCommand({ RoleName: 'tagged-role', AssumeRolePolicyDocument: JSON.stringify(trust), Tags }),
  );
  await new KinesisClient(config).send(
    new CreateStreamCommand({ StreamName: 'tagged_stream', ShardCount: 1, Tags: map }),
  );
  await new EC2Client(config).send(
    new CreateVpcCommand({ CidrBlock: '10.9.0.0/16', TagSpecifications: [{ ResourceType: 'vpc', Tags }] }),
  );
  await new CloudWatchLogsClient(config).send(
    new CreateLogGroupCommand({ logGroupName: '/tagged/group', tags: map }),
  );
  await new GrafanaClient(config).send(
    new CreateWorkspaceCommand({
      accountAccessType: 'CURRENT_ACCOUNT',
      authenticationProviders: ['SAML'],
      permissionType: 'CUSTOMER_MANAGED',
      tags: map,
    }),
  );
  await new RedshiftClient(config).send(
    new CreateClusterParameterGroupCommand({
      ParameterGroupName: 'tagged-parameters',
      ParameterGroupFamily: 'redshift-1.0',
      Description: 'd',
      Tags,
    }),
  );
  const s3 = new S3Client(config);
  await s3.send(new CreateBucketCommand({ Bucket: 'tagged-bucket' }));
  await s3.send(new PutBucketTaggingCommand({ Bucket: 'tagged-bucket', Tagging: { TagSet: Tags } }));
  await s3.send(new CreateBucketCommand({ Bucket: 'bare-bucket' }));
  await new SchedulerClient(config).send(new CreateScheduleGroupCommand({ Name: 'tagged-schedules', Tags }));
  await new SecretsManagerClient(config).send(
    new CreateSecretCommand({ Name: 'tagged-secret', SecretString: 's', Tags }),
  );
  await new SNSClient(config).send(new CreateTopicCommand({ Name: 'tagged-topic', Tags }));
  await new SFNClient(config).send(
    new CreateStateMachineCommand({
      name: 'tagged-machine',
      roleArn: machineRole,
      definition: JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }),
      tags: [{ key: 'workshop', value: 'tagged' }],
    }),
  );
  await makeFunction(new LambdaClient(config), 'tagged-function', role, 'exports.handler = async () => 1;', {
    Tags: map,
  });
  const formation = new CloudFormationClient(config);
  const template = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
  await formation.send(
    new CreateStackCommand({ StackName: 'tagged-stack', TemplateBody: JSON.stringify(template), Tags }),
  );
  await waitUntilStackCreateComplete(
    { client: formation, maxWaitTime: 20, minDelay: 1 },
    { StackName: 'tagged-stack' },
  );
}, 60_000);
afterAll(() => test.stop());

describe('Resource Groups Tagging', () => {
  it("sees every service's tagged resources, but no roles", async () => {
    expect((await typesFound()).sort()).toEqual([
      'cloudformation:stack',
      'ec2:vpc',
      'grafana:workspaces',
      'iam:policy',
      'kinesis:stream',
      'lambda:function',
      'logs:log-group',
      'redshift:parametergroup',
      's3:tagged-bucket',
      'scheduler:schedule-group',
      'secretsmanager:secret',
      expect.stringMatching(/^sns:tagged-stack-Topic-/),
      'sns:tagged-topic',
      'states:stateMachine',
    ]);
  });

  it('no longer sees what is deleted', async () => {
    const kinesis = new KinesisClient(test.clientConfig);
    await kinesis.send(
      new CreateStreamCommand({ StreamName: 'going', ShardCount: 1, Tags: { going: 'yes' } }),
    );
    expect(await arns({ TagFilters: [{ Key: 'going' }] })).toHaveLength(1);
    await kinesis.send(new DeleteStreamCommand({ StreamName: 'going' }));
    await expect.poll(() => arns({ TagFilters: [{ Key: 'going' }] })).toEqual([]);
  });

  it('filters by several tags, by any of several values, by types and by ARN', async () => {
    const kinesis = new KinesisClient(test.clientConfig);
    for (const [StreamName, b] of Object.entries({ s1: 'x', s2: 'y', s3: 'z' }))
      await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1, Tags: { a: '1', b } }));
    const both = await arns({
      TagFilters: [
        { Key: 'a', Values: ['1'] },
        { Key: 'b', Values: ['x', 'z'] },
      ],
    });
    expect(both.map((arn) => arn?.split('/')[1])).toEqual(['s1', 's3']);
    expect(await arns({ ResourceTypeFilters: ['kinesis:stream'], TagFilters: [{ Key: 'a' }] })).toHaveLength(
      3,
    );
    expect(await arns({ ResourceTypeFilters: ['s3:bucket'] })).toEqual(['arn:aws:s3:::tagged-bucket']);
    expect(await arns({ ResourceTypeFilters: ['ec2:subnet'] })).toEqual([]);
    expect(
      await get({ ResourceARNList: ['arn:aws:s3:::tagged-bucket', 'arn:aws:s3:::bare-bucket'] }),
    ).toEqual([{ ResourceARN: 'arn:aws:s3:::tagged-bucket', Tags }]);
  });

  it('pages by resources and by tags, each resource once', async () => {
    const all = await arns({ ResourcesPerPage: 100 });
    const seen: (string | undefined)[] = [];
    for await (const page of paginateGetResources({ client: tagging, pageSize: 4 }, {})) {
      expect(page.ResourceTagMappingList?.length).toBeLessThanOrEqual(4);
      seen.push(...(page.ResourceTagMappingList ?? []).map(({ ResourceARN }) => ResourceARN));
    }
    expect(seen).toEqual(all);
    const topics = new SNSClient(test.clientConfig);
    const many = Array.from({ length: 40 }, (_, index) => ({ Key: `many${index}`, Value: '' }));
    for (const Name of ['m1', 'm2', 'm3']) await topics.send(new CreateTopicCommand({ Name, Tags: many }));
    const first = await tagging.send(
      new GetResourcesCommand({ TagFilters: [{ Key: 'many0' }], TagsPerPage: 100 }),
    );
    expect(first.ResourceTagMappingList).toHaveLength(2);
    const PaginationToken = first.PaginationToken;
    const second = await tagging.send(new GetResourcesCommand({ TagsPerPage: 100, PaginationToken }));
    expect(second.ResourceTagMappingList).toHaveLength(1);
    expect(second.PaginationToken).toBe('');
  });

  it('sees what a service itself gives in pages', async () => {
    const topics = new SNSClient(test.clientConfig);
    const names = Array.from({ length: 101 }, (_, index) => `paged-${index}`);
    for (const Name of names)
      await topics.send(new CreateTopicCommand({ Name, Tags: [{ Key: 'paged', Value: '' }] }));
    const TagFilters = [{ Key: 'paged' }];
    const seen = new Set<string | undefined>();
    for await (const page of paginateGetResources({ client: tagging, pageSize: 100 }, { TagFilters }))
      for (const { ResourceARN } of page.ResourceTagMappingList ?? [])
        seen.add(ResourceARN?.split(':').at(-1));
    expect(seen).toEqual(new Set(names));
  });

  it('lists keys and the values of a key', async () => {
    const { TagKeys } = await tagging.send(new GetTagKeysCommand({}));
    expect(TagKeys).toContain('workshop');
    expect(new Set(TagKeys).size).toBe(TagKeys?.length);
    const { TagValues } = await tagging.send(new GetTagValuesCommand({ Key: 'workshop' }));
    expect(TagValues).toEqual(['tagged']);
  });

  it('refuses what the API refuses', async () => {
    const ARN = 'arn:aws:s3:::tagged-bucket';
    for (const input of [
      { ResourceARNList: [ARN], TagFilters: [{ Key: 'a' }] },
      { ResourceARNList: [ARN], ResourcesPerPage: 10 },
      { ResourcesPerPage: 101 },
      { TagsPerPage: 99 },
      { IncludeComplianceDetails: true },
    ])
      await expect(get(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(get({ PaginationToken: 'of another day' })).rejects.toMatchObject({
      name: 'PaginationTokenExpiredException',
    });
  });
});
