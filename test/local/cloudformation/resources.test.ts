import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperationContext } from '../../../src/local/cloudformation/engine/context.js';
import { resourceTypes } from '../../../src/local/cloudformation/resources/registry.js';
import type { ResourceType } from '../../../src/local/cloudformation/resources/type.js';
import { StackStore } from '../../../src/local/cloudformation/store.js';
import { startCloud, type TestCloud } from '../harness.js';
import { everyType } from './every-type.js';
import { settled } from './settled.js';

let cloud: TestCloud;
let client: CloudFormationClient;
const ids = new Map<string, string>();

beforeAll(async () => {
  cloud = await startCloud();
  client = new CloudFormationClient(cloud.clientConfig);
}, 60_000);
afterAll(() => cloud.stop());

const Capabilities = ['CAPABILITY_IAM' as const];

describe('every type, over the real services', () => {
  it('is made', async () => {
    await client.send(
      new CreateStackCommand({ StackName: 'every', TemplateBody: everyType(1), Capabilities }),
    );
    expect((await settled(client, 'every')).StackStatus, await failures()).toBe('CREATE_COMPLETE');
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'every' }));
    for (const one of StackResources ?? [])
      ids.set(one.LogicalResourceId ?? '', one.PhysicalResourceId ?? '');
    expect(await answer()).toBe(1);
    const secret = await new SecretsManagerClient(cloud.clientConfig).send(
      new GetSecretValueCommand({ SecretId: ids.get('Secret') }),
    );
    expect(JSON.parse(secret.SecretString ?? '')).toMatchObject({
      username: 'admin',
      password: expect.stringMatching(/^.{20}$/),
    });
    expect(ids.get('Attachment')).toBe(`IGW|${ids.get('Vpc')}`);
  }, 60_000);

  it('is found again by what a killed creation would have left', async () => {
    const store = new StackStore(cloud.cloud);
    const stack = store.find('every');
    if (!stack) throw new Error('no stack');
    const context = new OperationContext(
      cloud.cloud,
      store,
      stack,
      resourceTypes,
      new AbortController().signal,
    );
    for (const record of Object.values(stack.resources)) {
      const type = resourceTypes.get(record.type) as ResourceType;
      const request = context.request(type, { ...record, physicalId: '' });
      // Where nothing is looked for, the same call again must give the same thing.
      const again = type.find ? await type.find(request) : await type.create(request);
      expect([record.logicalId, again]).toEqual([record.logicalId, record.physicalId]);
    }
  }, 60_000);

  it('is changed in place', async () => {
    await client.send(
      new UpdateStackCommand({ StackName: 'every', TemplateBody: everyType(2), Capabilities }),
    );
    expect((await settled(client, 'every')).StackStatus, await failures()).toBe('UPDATE_COMPLETE');
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'every' }));
    for (const one of StackResources ?? []) {
      expect([one.LogicalResourceId, one.PhysicalResourceId]).toEqual([
        one.LogicalResourceId,
        ids.get(one.LogicalResourceId ?? ''),
      ]);
    }
    expect(await answer()).toBe(2);
    const lambda = new LambdaClient(cloud.clientConfig);
    const configuration = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: ids.get('Function') }),
    );
    expect(configuration).toMatchObject({ Timeout: 12, Environment: { Variables: { NUMBER: '2' } } });
    const machine = await new SFNClient(cloud.clientConfig).send(
      new DescribeStateMachineCommand({ stateMachineArn: ids.get('Machine') }),
    );
    expect(JSON.parse(machine.definition ?? '').States.Wait).toMatchObject({
      Seconds: 2,
      Comment: configuration.FunctionArn,
    });
    const topic = await new SNSClient(cloud.clientConfig).send(
      new GetTopicAttributesCommand({ TopicArn: ids.get('Topic') }),
    );
    expect(topic.Attributes?.DisplayName).toBe('topic 2');
    const vpcs = await new EC2Client(cloud.clientConfig).send(
      new DescribeVpcsCommand({ VpcIds: [ids.get('Vpc') as string] }),
    );
    expect(vpcs.Vpcs?.[0]?.Tags).toContainEqual({ Key: 'n', Value: '2' });
  }, 60_000);

  it('cannot be deleted while the bucket has objects, then can', async () => {
    const s3 = new S3Client(cloud.clientConfig);
    await s3.send(new PutObjectCommand({ Bucket: ids.get('Bucket'), Key: 'kept', Body: 'x' }));
    await client.send(new DeleteStackCommand({ StackName: 'every' }));
    const stack = await settled(client, 'every');
    expect(stack.StackStatus).toBe('DELETE_FAILED');
    expect(stack.StackStatusReason).toBe('The following resource(s) failed to delete: [Bucket]. ');
    expect(await failures()).toMatch(/Bucket: .*The bucket you tried to delete is not empty/);
    await client.send(new DeleteStackCommand({ StackName: 'every', RetainResources: ['Bucket'] }));
    expect((await settled(client, stack.StackId as string)).StackStatus).toBe('DELETE_COMPLETE');

    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map((one) => one.Name)).toEqual([
      ids.get('Bucket'),
    ]);
    const iam = new IAMClient(cloud.clientConfig);
    const roles = await iam.send(new ListRolesCommand({}));
    expect(roles.Roles?.filter((one) => one.RoleName?.startsWith('every-'))).toEqual([]);
    expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toEqual([]);
    expect((await new SNSClient(cloud.clientConfig).send(new ListTopicsCommand({}))).Topics ?? []).toEqual(
      [],
    );
    const secrets = await new SecretsManagerClient(cloud.clientConfig).send(new ListSecretsCommand({}));
    expect(secrets.SecretList).toEqual([]);
    const vpcs = await new EC2Client(cloud.clientConfig).send(new DescribeVpcsCommand({}));
    expect(vpcs.Vpcs?.filter((one) => !one.IsDefault)).toEqual([]);
  }, 60_000);
});

async function answer(): Promise<unknown> {
  const reply = await new LambdaClient(cloud.clientConfig).send(
    new InvokeCommand({ FunctionName: ids.get('Function') }),
  );
  return JSON.parse(Buffer.from(reply.Payload ?? []).toString());
}

async function failures(): Promise<string> {
  const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: 'every' }));
  return (StackEvents ?? [])
    .filter((event) => event.ResourceStatus?.endsWith('FAILED'))
    .map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)
    .join('\n');
}
