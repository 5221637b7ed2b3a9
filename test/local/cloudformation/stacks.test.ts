import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamsCommand,
  ListTagsForStreamCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { settled } from './settled.js';

let cloud: TestCloud;
let cloudformation: CloudFormationClient;
let kinesis: KinesisClient;
let iam: IAMClient;

beforeAll(async () => {
  cloud = await startCloud({ services: ['cloudformation', 'kinesis', 'iam', 'sts'] });
  cloudformation = new CloudFormationClient(cloud.clientConfig);
  kinesis = new KinesisClient(cloud.clientConfig);
  iam = new IAMClient(cloud.clientConfig);
}, 60_000);
afterAll(() => cloud.stop());

const template = (retention: number, name?: string) =>
  JSON.stringify({
    Description: 'a stream and its reader',
    Resources: {
      Stream: {
        Type: 'AWS::Kinesis::Stream',
        Properties: {
          ...(name !== undefined && { Name: name }),
          RetentionPeriodHours: retention,
          StreamModeDetails: { StreamMode: 'ON_DEMAND' },
        },
      },
      Reader: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'redshift.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
          Policies: [
            {
              PolicyName: 'read',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: 'kinesis:GetRecords',
                    Resource: { 'Fn::GetAtt': ['Stream', 'Arn'] },
                  },
                ],
              },
            },
          ],
        },
      },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Stream', 'Arn'] } }, Role: { Value: { Ref: 'Reader' } } },
  });

describe('a stack by change set', () => {
  it('is created, updated in place, and deleted', async () => {
    const created = await cloudformation.send(
      new CreateChangeSetCommand({
        StackName: 'thread',
        ChangeSetName: 'first',
        ChangeSetType: 'CREATE',
        TemplateBody: template(48),
        Capabilities: ['CAPABILITY_IAM'],
        Tags: [{ Key: 'workshop', Value: 'w' }],
      }),
    );
    const described = await cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: created.Id }));
    expect(described.Status).toBe('CREATE_COMPLETE');
    expect(described.Changes?.map((one) => one.ResourceChange?.LogicalResourceId).sort()).toEqual([
      'Reader',
      'Stream',
    ]);
    await cloudformation.send(
      new ExecuteChangeSetCommand({ ChangeSetName: created.Id, ClientRequestToken: 'token-1' }),
    );
    const stack = await settled(cloudformation, created.StackId as string);
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    const outputs = Object.fromEntries((stack.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue]));
    const name = outputs.Arn?.split('/')[1] as string;
    expect(name).toMatch(/^thread-Stream-[A-Za-z0-9]{12}$/);
    const summary = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    expect(summary.StreamDescriptionSummary?.RetentionPeriodHours).toBe(48);
    expect((await iam.send(new GetRoleCommand({ RoleName: outputs.Role }))).Role?.RoleName).toBe(
      outputs.Role,
    );
    const tags = await kinesis.send(new ListTagsForStreamCommand({ StreamName: name }));
    expect(tags.Tags).toContainEqual({ Key: 'workshop', Value: 'w' });
    expect(tags.Tags).toContainEqual({ Key: 'aws:cloudformation:logical-id', Value: 'Stream' });

    const events = await cloudformation.send(new DescribeStackEventsCommand({ StackName: created.StackId }));
    const story = (events.StackEvents ?? []).reverse();
    expect(
      story
        .filter((one) => one.LogicalResourceId === 'Stream')
        .map((one) => [one.ResourceStatus, one.ResourceStatusReason]),
    ).toEqual([
      ['CREATE_IN_PROGRESS', undefined],
      ['CREATE_IN_PROGRESS', 'Resource creation Initiated'],
      ['CREATE_COMPLETE', undefined],
    ]);
    expect(story[0]?.ResourceStatus).toBe('REVIEW_IN_PROGRESS');
    expect(story.at(-1)?.ResourceStatus).toBe('CREATE_COMPLETE');
    expect(story.slice(1).every((one) => one.ClientRequestToken === 'token-1')).toBe(true);

    await cloudformation.send(
      new UpdateStackCommand({
        StackName: 'thread',
        TemplateBody: template(72),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    const updated = await settled(cloudformation, 'thread');
    expect(updated.StackStatus).toBe('UPDATE_COMPLETE');
    const after = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    expect(after.StreamDescriptionSummary?.RetentionPeriodHours).toBe(72);

    await expect(
      cloudformation.send(
        new UpdateStackCommand({
          StackName: 'thread',
          UsePreviousTemplate: true,
          Capabilities: ['CAPABILITY_IAM'],
        }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationError', message: 'No updates are to be performed.' });

    await cloudformation.send(new DeleteStackCommand({ StackName: 'thread' }));
    const gone = await settled(cloudformation, created.StackId as string);
    expect(gone.StackStatus).toBe('DELETE_COMPLETE');
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
    await expect(
      cloudformation.send(new DescribeStacksCommand({ StackName: 'thread' })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id thread does not exist',
    });
  }, 30_000);

  it('replaces what cannot be changed, then deletes the old one', async () => {
    await cloudformation.send(
      new CreateStackCommand({
        StackName: 'replace',
        TemplateBody: template(24, 'one'),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    expect((await settled(cloudformation, 'replace')).StackStatus).toBe('CREATE_COMPLETE');
    await cloudformation.send(
      new UpdateStackCommand({
        StackName: 'replace',
        TemplateBody: template(24, 'two'),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    expect((await settled(cloudformation, 'replace')).StackStatus).toBe('UPDATE_COMPLETE');
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual(['two']);
    const { StackResources } = await cloudformation.send(
      new DescribeStackResourcesCommand({ StackName: 'replace' }),
    );
    expect(StackResources?.find((one) => one.LogicalResourceId === 'Stream')?.PhysicalResourceId).toBe('two');
    await cloudformation.send(new DeleteStackCommand({ StackName: 'replace' }));
    await settled(cloudformation, 'replace');
  }, 30_000);

  it('does not take over a stream of the same name, nor delete it on the way back', async () => {
    await cloudformation.send(
      new CreateStackCommand({
        StackName: 'owner',
        TemplateBody: template(24, 'taken'),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    await settled(cloudformation, 'owner');
    const { StackId } = await cloudformation.send(
      new CreateStackCommand({
        StackName: 'thief',
        TemplateBody: template(24, 'taken'),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    const thief = await settled(cloudformation, StackId as string);
    expect(thief.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual(['taken']);
    const { StackEvents } = await cloudformation.send(new DescribeStackEventsCommand({ StackName: StackId }));
    const failed = StackEvents?.find((one) => one.ResourceStatus === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toMatch(/HandlerErrorCode: AlreadyExists/);
    await expect(
      cloudformation.send(
        new UpdateStackCommand({
          StackName: 'thief',
          TemplateBody: template(24),
          Capabilities: ['CAPABILITY_IAM'],
        }),
      ),
    ).rejects.toMatchObject({
      message: `Stack:${StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
    });
  }, 30_000);
});

describe('reading', () => {
  it('gives the template, a resource, and the lists', async () => {
    const { TemplateBody } = await cloudformation.send(new GetTemplateCommand({ StackName: 'owner' }));
    expect(TemplateBody).toBe(template(24, 'taken'));
    const one = await cloudformation.send(
      new DescribeStackResourceCommand({ StackName: 'owner', LogicalResourceId: 'Stream' }),
    );
    expect(one.StackResourceDetail?.PhysicalResourceId).toBe('taken');
    const list = await cloudformation.send(new ListStackResourcesCommand({ StackName: 'owner' }));
    expect(list.StackResourceSummaries?.map((item) => item.LogicalResourceId)).toEqual(['Reader', 'Stream']);
    const stacks = await cloudformation.send(
      new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }),
    );
    expect(stacks.StackSummaries?.map((item) => item.StackName)).toEqual(['replace', 'thread']);
    const all = await cloudformation.send(new DescribeStacksCommand({}));
    expect(all.Stacks?.map((item) => item.StackName)).toEqual(['thief', 'owner']);
  });
});
