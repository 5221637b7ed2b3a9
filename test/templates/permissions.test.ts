import { runSimulation } from '@cloud-copilot/iam-simulate';
import { beforeAll, describe, expect, it } from 'vitest';
import { account, region, type Statement, statementsOf, synthesizedResources } from './resolved.js';

/** `action resource`, and what else the request says. */
type Request = [action: string, resource: string, context?: Record<string, string>];

const here = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
const stream = (name: string) => here('kinesis', `stream/${name}`);
const each = (actions: string[], resource: string, context?: Record<string, string>): Request[] =>
  actions.map((action) => [action, resource, context]);

const reading = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'];
const job = (kind: string, name = 'redshift-20261124-delay') => here('sagemaker', `${kind}/${name}`);
const ownRole = `arn:aws:iam::${account}:role/ClusterRole`;
const toSageMaker = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };
const logsOf = (name: string) => [
  ...each(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    here('logs', `log-group:/aws/lambda/${name}:log-stream:x`),
  ),
];

/** What each role is asked for in a working workshop. */
const needed: Record<string, Request[]> = {
  'RedshiftStack/ClusterRole': [
    ...['customer_stream', 'order_stream', 'fleet_stream'].flatMap((name) =>
      each(
        reading.map((action) => `kinesis:${action}`),
        stream(name),
      ),
    ),
    ['kinesis:ListStreams', '*'],
    // COPY lists and reads; CREATE MODEL leaves the training rows there, fetches the model, and cleans up.
    ...each(['s3:ListBucket', 's3:GetBucketLocation'], 'arn:aws:s3:::bucket'),
    ['s3:GetObject', 'arn:aws:s3:::bucket/consignment_history/consignments.csv'],
    ...each(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      'arn:aws:s3:::bucket/redshift-ml/1/training-data/0000_part_00',
    ),
    ...['TrainingJob', 'CompilationJob', 'AutoMLJob', 'ProcessingJob'].flatMap((kind) =>
      each(
        ['Create', 'Describe', 'Stop'].map((verb) => `sagemaker:${verb}${kind}`),
        job(
          { TrainingJob: 'training-job', CompilationJob: 'compilation-job', AutoMLJob: 'automl-job' }[kind] ??
            'processing-job',
        ),
      ),
    ),
    ['sagemaker:ListCandidatesForAutoMLJob', '*'],
    ['sagemaker:DescribeTransformJob', job('transform-job')],
    ['iam:PassRole', ownRole, toSageMaker],
    ['ecr:GetAuthorizationToken', '*'],
    ...each(
      ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      'arn:aws:ecr:us-east-1:683313688378:repository/sagemaker-xgboost',
    ),
    ['logs:CreateLogGroup', here('logs', 'log-group:/aws/sagemaker/TrainingJobs')],
    ['logs:DescribeLogStreams', here('logs', 'log-group:/aws/sagemaker/TrainingJobs')],
    ...each(
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      here('logs', 'log-group:/aws/sagemaker/TrainingJobs:log-stream:redshift/algo-1'),
    ),
    ['cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': '/aws/sagemaker/TrainingJobs' }],
  ],
  'IngestionStack/CustomerProducerRole': [
    ['kinesis:PutRecords', stream('customer_stream')],
    ...logsOf('workshop-customer-producer'),
  ],
  'IngestionStack/OrderProducerRole': [
    ['kinesis:PutRecords', stream('order_stream')],
    ...each(
      ['kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'],
      stream('customer_stream'),
    ),
    ...logsOf('workshop-order-producer'),
  ],
  'IngestionStack/FleetProducerRole': [
    ['kinesis:PutRecords', stream('fleet_stream')],
    ...logsOf('workshop-fleet-producer'),
  ],
  'IngestionStack/SchedulerRole': ['customer', 'order', 'fleet'].map((what) => [
    'lambda:InvokeFunction',
    here('lambda', `function:workshop-${what}-producer`),
  ]),
};

const cluster = here('redshift', 'cluster:workshop-cluster');
const signIn = (user: string): Request[] => [
  ['redshift:GetClusterCredentials', here('redshift', `dbuser:workshop-cluster/${user}`)],
  ['redshift:GetClusterCredentials', here('redshift', 'dbname:workshop-cluster/dev')],
];
Object.assign(needed, {
  'StepFunctionStack/RefreshRole': [
    ['redshift-data:ExecuteStatement', cluster],
    ['redshift-data:DescribeStatement', '*'],
    ...signIn('rsstream_user'),
    ['states:ListExecutions', here('states', 'stateMachine:workshop-refresh')],
  ],
  'StepFunctionStack/SchedulerRole': [
    ['states:StartExecution', here('states', 'stateMachine:workshop-refresh')],
  ],
  'DashboardStack/WorkspaceRole': [
    ['redshift-data:ExecuteStatement', cluster],
    ...signIn('redshift_data_api_user'),
    ...each(
      ['CancelStatement', 'DescribeStatement', 'GetStatementResult'].map(
        (action) => `redshift-data:${action}`,
      ),
      '*',
    ),
    ['redshift:DescribeClusters', '*'],
    ['sns:Publish', here('sns', 'workshop-alerts')],
  ],
} satisfies Record<string, Request[]>);

/** What is next to it, and must not be had. */
const refused: Record<string, Request[]> = {
  'RedshiftStack/ClusterRole': [
    ['kinesis:PutRecords', stream('fleet_stream')],
    ['kinesis:GetRecords', stream('somebodys_stream')],
    ['s3:GetObject', 'arn:aws:s3:::another-bucket/consignment_history/consignments.csv'],
    ['s3:ListBucket', 'arn:aws:s3:::another-bucket'],
    ['s3:DeleteBucket', 'arn:aws:s3:::bucket'],
    ['sagemaker:CreateTrainingJob', job('training-job', 'somebodys-job')],
    ['sagemaker:StopTrainingJob', job('training-job', 'somebodys-job')],
    ['sagemaker:CreateEndpoint', here('sagemaker', 'endpoint/redshift-delay')],
    ['iam:PassRole', ownRole],
    ['iam:PassRole', ownRole, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
    ['iam:PassRole', `arn:aws:iam::${account}:role/Administrator`, toSageMaker],
    ['logs:PutLogEvents', here('logs', 'log-group:/aws/lambda/other:log-stream:x')],
    ['cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Billing' }],
    ['cloudwatch:PutMetricData', '*'],
  ],
  'IngestionStack/CustomerProducerRole': [['kinesis:PutRecords', stream('order_stream')]],
  'IngestionStack/OrderProducerRole': [
    ['kinesis:PutRecords', stream('customer_stream')],
    ['kinesis:GetRecords', stream('order_stream')],
  ],
  'IngestionStack/FleetProducerRole': [
    ['kinesis:PutRecords', stream('order_stream')],
    ['kinesis:GetRecords', stream('fleet_stream')],
    ['logs:PutLogEvents', here('logs', 'log-group:/aws/lambda/workshop-order-producer:log-stream:x')],
  ],
  'IngestionStack/SchedulerRole': [['lambda:InvokeFunction', here('lambda', 'function:other')]],
  'StepFunctionStack/RefreshRole': [
    ['redshift-data:ExecuteStatement', here('redshift', 'cluster:other-cluster')],
    ['redshift:GetClusterCredentials', here('redshift', 'dbuser:workshop-cluster/somebody')],
    ['states:StartExecution', here('states', 'stateMachine:workshop-refresh')],
  ],
  'StepFunctionStack/SchedulerRole': [['states:StartExecution', here('states', 'stateMachine:other')]],
  'DashboardStack/WorkspaceRole': [
    ...signIn('rsstream_user').slice(0, 1),
    ['redshift-data:ExecuteStatement', here('redshift', 'cluster:other-cluster')],
    ['sns:Publish', here('sns', 'other')],
  ],
};

let resources: Awaited<ReturnType<typeof synthesizedResources>>;
beforeAll(async () => {
  resources = await synthesizedResources();
});

async function isAllowed(role: string, statements: Statement[], [action, resource, context]: Request) {
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/${role.split('/')[1]}`,
        action,
        resource: { resource, accountId: resource.includes(':683313688378:') ? '683313688378' : account },
        contextVariables: context ?? {},
      },
      identityPolicies: statements.map((statement, index) => ({
        name: String(index),
        policy: { Version: '2012-10-17', Statement: [statement] },
      })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      // AWS's own repository of images is open to every account.
      ...(resource.includes(':683313688378:')
        ? {
            resourcePolicy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:*' }],
            },
          }
        : {}),
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(result)}`);
  return result.overallResult === 'Allowed';
}

describe.each(Object.keys(needed))('%s', (role) => {
  it('allows what the workshop asks of it', async () => {
    const statements = statementsOf(resources, role);
    for (const request of needed[role] ?? [])
      expect(await isAllowed(role, statements, request), request.slice(0, 2).join(' ')).toBe(true);
  });

  it('has no statement and no action without which all of that would be allowed too', async () => {
    const statements = statementsOf(resources, role);
    for (const [at, statement] of statements.entries()) {
      for (const action of [statement.Action].flat()) {
        const rest = [statement.Action].flat().filter((other) => other !== action);
        const without = statements.flatMap((other, index) =>
          index !== at ? [other] : rest.length > 0 ? [{ ...other, Action: rest }] : [],
        );
        const asked = (needed[role] ?? []).filter(([name]) => name === action);
        const answers = await Promise.all(asked.map((request) => isAllowed(role, without, request)));
        expect(answers.includes(false), action).toBe(true);
      }
    }
  });

  it('refuses what is next to it', async () => {
    const statements = statementsOf(resources, role);
    expect(refused[role]?.length).toBeGreaterThan(0);
    for (const request of refused[role] ?? [])
      expect(await isAllowed(role, statements, request), request.join(' ')).toBe(false);
  });
});
