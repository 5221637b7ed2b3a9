import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallAs } from '../../../src/local/cloud.js';
import { startCloud, type TestCloud } from '../harness.js';
import { makeRole, refusal } from './sessions.js';

let test: TestCloud;
let as: CallAs;

beforeAll(async () => {
  test = await startCloud();
  ({ as } = await makeRole(test, 'nobody'));
  await test.cloud.call('s3', 'CreateBucket', { Bucket: 'there' });
});
afterAll(() => test?.stop());

/** `A` stands for the account, `P` for `arn:aws:<service>:us-east-1:A:`. */
type Case = [action: string, input: object, needs: string];

const stream = { StreamName: 's' };
const streamArn = { StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' };
const reaching = { ClusterIdentifier: 'c', Database: 'dev', DbUser: 'u' };
const assumed = 'arn:aws:iam::000000000000:role/other';
const schedule = {
  Name: 'n',
  ScheduleExpression: 'rate(1 minute)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: assumed, RoleArn: assumed },
};

const cases: Record<string, Case[]> = {
  kinesis: [
    ['PutRecords', { ...stream, Records: [] }, 'kinesis:PutRecords on resource: P:stream/s'],
    [
      'PutRecord',
      { ...streamArn, Data: new Uint8Array(1), PartitionKey: 'p' },
      'kinesis:PutRecord on resource: arn:aws:kinesis:us-east-1:000000000000:stream/s',
    ],
    [
      'GetShardIterator',
      { ...stream, ShardId: 'x', ShardIteratorType: 'LATEST' },
      'kinesis:GetShardIterator on resource: P:stream/s',
    ],
    ['DescribeStreamSummary', stream, 'kinesis:DescribeStreamSummary on resource: P:stream/s'],
    ['ListStreams', {}, 'kinesis:ListStreams on resource: *'],
    [
      'ListTagsForResource',
      { ResourceARN: streamArn.StreamARN },
      `kinesis:ListTagsForResource on resource: ${streamArn.StreamARN}`,
    ],
  ],
  'redshift-data': [
    [
      'ExecuteStatement',
      { ...reaching, Sql: 'SELECT 1' },
      'redshift-data:ExecuteStatement on resource: arn:aws:redshift:us-east-1:A:cluster:c',
    ],
    [
      'BatchExecuteStatement',
      { ...reaching, Sqls: ['SELECT 1'] },
      'redshift-data:BatchExecuteStatement on resource: arn:aws:redshift:us-east-1:A:cluster:c',
    ],
    ['ListTables', reaching, 'redshift-data:ListTables on resource: arn:aws:redshift:us-east-1:A:cluster:c'],
    [
      'DescribeStatement',
      { Id: 'd9b6c0c9-0747-4bf4-b142-e8883122f766' },
      'redshift-data:DescribeStatement on resource: *',
    ],
    [
      'GetStatementResult',
      { Id: 'd9b6c0c9-0747-4bf4-b142-e8883122f766' },
      'redshift-data:GetStatementResult on resource: *',
    ],
  ],
  redshift: [
    [
      'GetClusterCredentials',
      { ClusterIdentifier: 'c', DbUser: 'u' },
      'redshift:GetClusterCredentials on resource: P:dbuser:c/u',
    ],
    [
      'GetClusterCredentialsWithIAM',
      { ClusterIdentifier: 'c', DbName: 'dev' },
      'redshift:GetClusterCredentialsWithIAM on resource: P:dbname:c/dev',
    ],
    ['DescribeClusters', { ClusterIdentifier: 'c' }, 'redshift:DescribeClusters on resource: *'],
    ['PauseCluster', { ClusterIdentifier: 'c' }, 'redshift:PauseCluster on resource: P:cluster:c'],
    [
      'DeleteClusterSubnetGroup',
      { ClusterSubnetGroupName: 'g' },
      'redshift:DeleteClusterSubnetGroup on resource: P:subnetgroup:g',
    ],
  ],
  logs: [
    [
      'CreateLogStream',
      { logGroupName: '/g', logStreamName: 's' },
      'logs:CreateLogStream on resource: P:log-group:/g:log-stream:s',
    ],
    [
      'PutLogEvents',
      { logGroupName: '/g', logStreamName: 's', logEvents: [] },
      'logs:PutLogEvents on resource: P:log-group:/g:log-stream:s',
    ],
    ['CreateLogGroup', { logGroupName: '/g' }, 'logs:CreateLogGroup on resource: P:log-group:/g:log-stream:'],
    ['DescribeLogGroups', {}, 'logs:DescribeLogGroups on resource: P:log-group::log-stream:'],
  ],
  lambda: [
    ['Invoke', { FunctionName: 'f' }, 'lambda:InvokeFunction on resource: P:function:f'],
    ['Invoke', { FunctionName: 'f', Qualifier: '3' }, 'lambda:InvokeFunction on resource: P:function:f:3'],
    [
      'GetFunction',
      { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:f:live' },
      'lambda:GetFunction on resource: P:function:f:live',
    ],
    ['ListFunctions', {}, 'lambda:ListFunctions on resource: *'],
  ],
  sns: [
    [
      'Publish',
      { TopicArn: 'arn:aws:sns:us-east-1:000000000000:t', Message: 'm' },
      'sns:Publish on resource: arn:aws:sns:us-east-1:000000000000:t',
    ],
    ['CreateTopic', { Name: 't' }, 'sns:CreateTopic on resource: P:t'],
    [
      'Unsubscribe',
      { SubscriptionArn: 'arn:aws:sns:us-east-1:000000000000:t:1' },
      'sns:Unsubscribe on resource: arn:aws:sns:us-east-1:000000000000:t',
    ],
  ],
  states: [
    [
      'StartExecution',
      { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m' },
      'states:StartExecution on resource: arn:aws:states:us-east-1:000000000000:stateMachine:m',
    ],
    [
      'ListExecutions',
      { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m' },
      'states:ListExecutions on resource: arn:aws:states:us-east-1:000000000000:stateMachine:m',
    ],
    [
      'CreateStateMachine',
      { name: 'm', definition: '{}', roleArn: assumed },
      'states:CreateStateMachine on resource: P:stateMachine:m',
    ],
    ['ListStateMachines', {}, 'states:ListStateMachines on resource: *'],
  ],
  scheduler: [
    ['CreateSchedule', schedule, 'scheduler:CreateSchedule on resource: P:schedule/default/n'],
    ['GetSchedule', { Name: 'n', GroupName: 'g' }, 'scheduler:GetSchedule on resource: P:schedule/g/n'],
    ['DeleteScheduleGroup', { Name: 'g' }, 'scheduler:DeleteScheduleGroup on resource: P:schedule-group/g'],
  ],
  grafana: [
    [
      'DescribeWorkspace',
      { workspaceId: 'g-0123456789' },
      'grafana:DescribeWorkspace on resource: P:/workspaces/g-0123456789',
    ],
    ['ListWorkspaces', {}, 'grafana:ListWorkspaces on resource: *'],
  ],
  secretsmanager: [
    ['GetSecretValue', { SecretId: 'x' }, 'secretsmanager:GetSecretValue on resource: P:secret:x'],
    ['CreateSecret', { Name: 'x' }, 'secretsmanager:CreateSecret on resource: P:secret:x'],
  ],
  s3: [
    ['GetObject', { Bucket: 'there', Key: 'k' }, 's3:GetObject on resource: "arn:aws:s3:::there/k"'],
    ['PutObject', { Bucket: 'there', Key: 'k' }, 's3:PutObject on resource: "arn:aws:s3:::there/k"'],
    ['ListObjectsV2', { Bucket: 'there' }, 's3:ListBucket on resource: "arn:aws:s3:::there"'],
    ['GetBucketLocation', { Bucket: 'there' }, 's3:GetBucketLocation on resource: "arn:aws:s3:::there"'],
    [
      'CreateMultipartUpload',
      { Bucket: 'there', Key: 'k' },
      's3:PutObject on resource: "arn:aws:s3:::there/k"',
    ],
    [
      'AbortMultipartUpload',
      { Bucket: 'there', Key: 'k', UploadId: 'u' },
      's3:AbortMultipartUpload on resource: "arn:aws:s3:::there/k"',
    ],
    [
      'DeleteObject',
      { Bucket: 'there', Key: 'k', VersionId: 'v' },
      's3:DeleteObjectVersion on resource: "arn:aws:s3:::there/k"',
    ],
    ['ListBuckets', {}, 's3:ListAllMyBuckets on resource: "*"'],
  ],
  iam: [
    ['GetRole', { RoleName: 'nobody' }, 'iam:GetRole on resource: arn:aws:iam::A:role/nobody'],
    ['ListRoles', {}, 'iam:ListRoles on resource: *'],
  ],
  cloudformation: [
    ['DescribeStacks', { StackName: 's' }, 'cloudformation:DescribeStacks on resource: P:stack/s/*'],
    ['ListStacks', {}, 'cloudformation:ListStacks on resource: *'],
  ],
  ec2: [
    ['DescribeVpcs', {}, 'ec2:DescribeVpcs on resource: *'],
    ['DeleteSubnet', { SubnetId: 'subnet-1' }, 'ec2:DeleteSubnet on resource: P:subnet/subnet-1'],
  ],
};

/** The code of each service's refusal, and its HTTP status. */
const shapes: Record<string, [string, number]> = {
  s3: ['AccessDenied', 403],
  iam: ['AccessDenied', 403],
  cloudformation: ['AccessDenied', 403],
  redshift: ['AccessDenied', 403],
  sns: ['AuthorizationErrorException', 403],
  ec2: ['UnauthorizedOperation', 403],
  lambda: ['AccessDeniedException', 403],
  scheduler: ['AccessDeniedException', 403],
  grafana: ['AccessDeniedException', 403],
};

describe.each(Object.entries(cases))('what %s asks for', (service, list) => {
  it.each(list)('%s %j', async (action, input, needs) => {
    const account = test.cloud.accountId;
    const error = await refusal(test.cloud.call(service, action, input, as));
    const what = needs.replace('P:', `arn:aws:${service}:us-east-1:A:`).replaceAll(':A:', `:${account}:`);
    const [name] = what.split(' ');
    expect(error?.message).toContain(
      `User: arn:aws:sts::${account}:assumed-role/nobody/lambda is not authorized to perform: ${what} ` +
        `because no identity-based policy allows the ${name} action`,
    );
    const [code, status] = shapes[service] ?? ['AccessDeniedException', 400];
    expect([error?.code, error?.status]).toEqual([code, status]);
  });
});
