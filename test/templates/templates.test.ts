import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: a build script has no types
import { buildFunctions } from '../../scripts/build-functions.js';
import { synthesize } from '../../templates/app.js';
import type { SynthesizedStack, WorkshopTemplatesOptions } from '../../templates/options.js';

const options: WorkshopTemplatesOptions = {
  name: 'workshop',
  region: 'us-east-1',
  streams: { customer: 'customer_stream', order: 'order_stream', fleet: 'fleet_stream' },
  functionsFolder: mkdtempSync(join(tmpdir(), 'workshop-functions-')),
};

interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: as the template has them
  Properties: any;
  DeletionPolicy?: string;
}
interface Template {
  Resources: Record<string, Resource>;
  Outputs: Record<string, unknown>;
  Parameters?: unknown;
  Rules?: unknown;
}

let stacks: SynthesizedStack[];
const template = (suffix: string) =>
  stacks.find(({ stackName }) => stackName === `workshop-${suffix}`)?.template as Template;
const resources = () => stacks.flatMap(({ template }) => Object.entries((template as Template).Resources));
const ofType = (type: string) => resources().filter(([, { Type }]) => Type === type);

beforeAll(async () => {
  await buildFunctions(options.functionsFolder);
  // With CDK's own checks on: property names, types, required ones, references and the state machine.
  stacks = synthesize(options, { validate: true });
});

describe('the templates', () => {
  it('are four stacks that CloudFormation has nothing against, each small enough to be sent', () => {
    for (const { stackName, body, template, description } of stacks) {
      console.log(`${stackName}: ${Buffer.byteLength(body)} bytes`);
      expect(Buffer.byteLength(body)).toBeLessThan(45_000);
      expect(JSON.parse(body)).toEqual(template);
      expect(description).toMatch(/^Redshift streaming workshop: .{10,80}$/);
    }
    expect(stacks.map(({ stackName }) => stackName)).toEqual([
      'workshop-IngestionStack',
      'workshop-RedshiftStack',
      'workshop-StepFunctionStack',
      'workshop-DashboardStack',
    ]);
  });

  it('are refused by that check when they are wrong', () => {
    const wrong = { ...options, streams: { ...options.streams, customer: 'a b!' } };
    expect(() => synthesize(wrong, { validate: true })).toThrow(/valid/i);
    expect(() => synthesize(wrong)).not.toThrow();
  });

  it('need no bootstrap, no parameter, no other stack', () => {
    for (const { body, template } of stacks) {
      const { Parameters, Rules } = template as Template;
      expect(Parameters).toBeUndefined();
      expect(Rules).toBeUndefined();
      expect(body).not.toMatch(/Fn::ImportValue|BootstrapVersion|AWS::CDK::Metadata|"Export"/);
    }
  });

  it('are the same each time, and as their options say', () => {
    expect(synthesize(options)).toEqual(stacks);
    const other = synthesize({
      ...options,
      name: 'second',
      streams: { customer: 'a_stream', order: 'b_stream', fleet: 'c_stream' },
    });
    for (const { stackName, body } of other) {
      expect(stackName).toMatch(/^second-/);
      expect(body).not.toMatch(/"workshop-|dbuser:workshop|cluster:workshop/);
    }
    const large = synthesize({ ...options, cluster: { nodeType: 'ra3.4xlarge', nodes: 2 } });
    const cluster = (large[1]?.template as Template | undefined)?.Resources.Cluster?.Properties;
    expect(cluster).toMatchObject({ ClusterType: 'multi-node', NumberOfNodes: 2, NodeType: 'ra3.4xlarge' });
  });

  it('allow no wildcard but where AWS knows no name', () => {
    for (const [, { Properties }] of ofType('AWS::IAM::Role'))
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    const documents = [
      ...ofType('AWS::IAM::Role').flatMap(([id, { Properties }]) =>
        Properties.Policies.map(({ PolicyDocument }: Resource['Properties']) => ({ id, PolicyDocument })),
      ),
      ...ofType('AWS::IAM::Policy').map(([id, { Properties }]) => ({ id, ...Properties })),
    ];
    const wild: string[] = [];
    for (const { id, PolicyDocument } of documents) {
      for (const { Action, Resource } of PolicyDocument.Statement) {
        for (const action of [Action].flat()) expect(action).not.toContain('*');
        if (JSON.stringify(Resource).includes('*')) wild.push(`${id}: ${[Action].flat().join(', ')}`);
      }
    }
    expect(wild).toEqual([
      'ClusterRole: kinesis:ListStreams',
      'RefreshRole: redshift-data:DescribeStatement',
      'WorkspaceRole: redshift-data:CancelStatement, redshift-data:DescribeStatement, redshift-data:GetStatementResult, redshift:DescribeClusters',
      // Of the bucket's objects, and of the jobs that Redshift names.
      'ClusterRoleModels: s3:AbortMultipartUpload, s3:DeleteObject, s3:GetObject, s3:PutObject',
      expect.stringMatching(/^ClusterRoleModels: (sagemaker:\w+Job(, )?){13}$/),
      'ClusterRoleModels: sagemaker:ListCandidatesForAutoMLJob',
      'ClusterRoleModels: ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetAuthorizationToken, ecr:GetDownloadUrlForLayer',
      'ClusterRoleModels: logs:CreateLogGroup, logs:CreateLogStream, logs:DescribeLogStreams, logs:PutLogEvents',
      'ClusterRoleModels: cloudwatch:PutMetricData',
    ]);
  });

  it('let each role be assumed by its service, for this account where the service says for whom', () => {
    const trust = ofType('AWS::IAM::Role').map(([id, { Properties }]) => {
      const [{ Principal, Condition }] = Properties.AssumeRolePolicyDocument.Statement;
      return [id, Principal.Service, Condition?.StringEquals['aws:SourceAccount']?.Ref];
    });
    expect(trust).toEqual([
      ['CustomerProducerRole', 'lambda.amazonaws.com', undefined],
      ['OrderProducerRole', 'lambda.amazonaws.com', undefined],
      ['FleetProducerRole', 'lambda.amazonaws.com', undefined],
      ['SchedulerRole', 'scheduler.amazonaws.com', 'AWS::AccountId'],
      ['ClusterRole', ['redshift.amazonaws.com', 'sagemaker.amazonaws.com'], undefined],
      ['RefreshRole', 'states.amazonaws.com', 'AWS::AccountId'],
      ['SchedulerRole', 'scheduler.amazonaws.com', 'AWS::AccountId'],
      ['WorkspaceRole', 'grafana.amazonaws.com', 'AWS::AccountId'],
    ]);
  });

  it('leave nothing behind when they go', () => {
    for (const [id, { Type, DeletionPolicy }] of resources()) {
      const keeps = ['AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::Redshift::Cluster'].includes(Type);
      expect(DeletionPolicy, id).toBe(keeps ? 'Delete' : undefined);
    }
  });

  it('hold no secret', () => {
    for (const { body } of stacks) expect(body).not.toMatch(/password"?:\s*"|MasterUserPassword|aws_secret/i);
  });
});

describe('IngestionStack', () => {
  it('has three encrypted streams: two on demand that keep records for 72 hours, one of a single shard for a day', () => {
    const encrypted = { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } };
    const onDemand = {
      RetentionPeriodHours: 72,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      ...encrypted,
    };
    expect(ofType('AWS::Kinesis::Stream').map(([, { Properties }]) => Properties)).toEqual([
      { Name: 'customer_stream', ...onDemand },
      { Name: 'order_stream', ...onDemand },
      {
        Name: 'fleet_stream',
        RetentionPeriodHours: 24,
        ShardCount: 1,
        StreamModeDetails: { StreamMode: 'PROVISIONED' },
        ...encrypted,
      },
    ]);
  });

  it('has three functions on a Node that Lambda runs, each with a log group of its own', () => {
    expect(ofType('AWS::Lambda::Function')).toHaveLength(3);
    for (const [id, { Properties }] of ofType('AWS::Lambda::Function')) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 70 });
      expect(Properties.LoggingConfig.LogGroup).toEqual({ Ref: `${id}Logs` });
      expect(Properties.Code.ZipFile).toMatch(/exports/);
      const required = [...Properties.Code.ZipFile.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
      expect(new Set(required)).toEqual(new Set(['@aws-sdk/client-kinesis']));
    }
    expect(stacks[0]?.body).not.toContain('logs:CreateLogGroup');
  });

  it('lets each producer do what it calls, and nothing else', () => {
    const actions = (id: string) =>
      template('IngestionStack').Resources[id]?.Properties.Policies[0].PolicyDocument.Statement.flatMap(
        ({ Action }: { Action: string | string[] }) => Action,
      );
    const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    expect(actions('CustomerProducerRole')).toEqual(['kinesis:PutRecords', ...logging]);
    expect(actions('FleetProducerRole')).toEqual(['kinesis:PutRecords', ...logging]);
    expect(actions('OrderProducerRole')).toEqual([
      'kinesis:PutRecords',
      'kinesis:ListShards',
      'kinesis:GetShardIterator',
      'kinesis:GetRecords',
      ...logging,
    ]);
  });
});

describe('the schedules', () => {
  it('fire each minute, and are made switched off', () => {
    const schedules = ofType('AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
    expect(schedules.map(({ Name }) => Name)).toEqual([
      'workshop-customer-producer',
      'workshop-order-producer',
      'workshop-fleet-producer',
      'workshop-refresh',
    ]);
    for (const schedule of schedules) {
      expect(schedule).toMatchObject({ State: 'DISABLED', ScheduleExpression: 'rate(1 minute)' });
    }
  });
});

describe('RedshiftStack', () => {
  it('has one private encrypted cluster, the cheapest, whose password nobody knows', () => {
    expect(template('RedshiftStack').Resources.Cluster?.Properties).toMatchObject({
      ClusterIdentifier: 'workshop-cluster',
      ClusterType: 'single-node',
      NodeType: 'ra3.large',
      DBName: 'dev',
      MasterUsername: 'rsstream_user',
      ManageMasterPassword: true,
      Encrypted: true,
      PubliclyAccessible: false,
      EnhancedVpcRouting: false,
      Tags: [{ Key: 'GrafanaDataSource', Value: 'true' }],
    });
  });

  it('lets nobody in: two subnets without a route out, no inbound rule', () => {
    const types = Object.values(template('RedshiftStack').Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type === 'AWS::EC2::Subnet')).toHaveLength(2);
    expect(types.filter((type) => /InternetGateway|NatGateway|Route/.test(type))).toEqual([]);
    expect(ofType('AWS::EC2::SecurityGroup')[0]?.[1].Properties.SecurityGroupIngress).toBeUndefined();
  });
});

describe('the outputs', () => {
  it('are what the command line reads', () => {
    expect(
      Object.fromEntries(stacks.map((s) => [s.stackName, Object.keys((s.template as Template).Outputs)])),
    ).toEqual({
      'workshop-IngestionStack': [
        'CustomerStreamName',
        'OrderStreamName',
        'FleetStreamName',
        'CustomerProducerName',
        'OrderProducerName',
        'FleetProducerName',
        'CustomerScheduleName',
        'OrderScheduleName',
        'FleetScheduleName',
      ],
      'workshop-RedshiftStack': [
        'ClusterIdentifier',
        'ClusterEndpoint',
        'ClusterRoleArn',
        'DatabaseName',
        'AdminUser',
        'BucketName',
      ],
      'workshop-StepFunctionStack': ['StateMachineArn', 'RefreshScheduleName'],
      'workshop-DashboardStack': ['WorkspaceRoleArn', 'AlertsTopicArn'],
    });
  });
});
