import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetResourcesCommand,
  GetTagKeysCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts', 'monitoring', 'tagging'] });
});
afterAll(() => test.stop());

/** The client configuration of a session whose role has one statement. */
async function sessionWith(statement: object) {
  const iam = new IAMClient(test.clientConfig);
  const document = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: [one] });
  const trust = { Effect: 'Allow', Principal: { AWS: test.cloud.accountId }, Action: 'sts:AssumeRole' };
  const RoleName = `role-${Math.random().toString(36).slice(2)}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: document(statement) }),
  );
  const { Credentials } = await new STSClient(test.clientConfig).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'session' }),
  );
  return {
    ...test.clientConfig,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  };
}

describe('what these services are called in policies', () => {
  it("holds metrics to a policy's namespace", async () => {
    const config = await sessionWith({
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'Own' } },
    });
    const put = (Namespace: string) =>
      new CloudWatchClient(config).send(
        new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] }),
      );
    await put('Own');
    await expect(put('Other')).rejects.toThrow('is not authorized to perform: cloudwatch:PutMetricData');
  });

  it('asks for tag:GetResources, not for what the services are asked', async () => {
    const config = await sessionWith({ Effect: 'Allow', Action: 'tag:GetResources', Resource: '*' });
    const tagging = new ResourceGroupsTaggingAPIClient(config);
    expect((await tagging.send(new GetResourcesCommand({}))).ResourceTagMappingList).toEqual([]);
    await expect(tagging.send(new GetTagKeysCommand({}))).rejects.toThrow(
      'is not authorized to perform: tag:GetTagKeys',
    );
  });
});
