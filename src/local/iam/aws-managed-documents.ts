import type { PolicyStatement } from '../policy/policy-document.js';

/** One of AWS's own policies: its path and name, the version in force with its date, and what it says. */
export interface AwsManagedDocument {
  name: string;
  path: string;
  version: number;
  date: string;
  statements: PolicyStatement[];
}

const allow = (Action: string[], Resource: string | string[] = '*'): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const allowIf = (
  Action: string[],
  Resource: string | string[],
  Condition: NonNullable<PolicyStatement['Condition']>,
): PolicyStatement => ({ Effect: 'Allow', Action, Resource, Condition });
const all = (service: string, names: string): string[] =>
  names.split(' ').map((name) => `${service}:${name}`);
const simple = (name: string, version: number, date: string, actions: string[]): AwsManagedDocument => ({
  name,
  path: '/',
  version,
  date,
  statements: [allow(actions)],
});

const createLogs = all('logs', 'CreateLogGroup CreateLogStream PutLogEvents');

/** The AWS managed policies that a workshop on streams, Lambda, Redshift and Grafana meets. Source: AWS managed policy reference. */
export const awsManagedDocuments: readonly AwsManagedDocument[] = [
  simple('AdministratorAccess', 1, '2015-02-06T18:39:46Z', ['*']),
  simple('AmazonKinesisFullAccess', 1, '2015-02-06T18:40:29Z', ['kinesis:*']),
  simple('AmazonKinesisReadOnlyAccess', 1, '2015-02-06T18:40:30Z', all('kinesis', 'Get* List* Describe*')),
  simple('AmazonS3FullAccess', 2, '2021-09-27T20:16:37Z', ['s3:*', 's3-object-lambda:*']),
  simple('AmazonS3ReadOnlyAccess', 3, '2023-08-10T21:31:39Z', [
    ...all('s3', 'Get* List* Describe*'),
    ...all('s3-object-lambda', 'Get* List*'),
  ]),
  {
    name: 'AWSLambdaBasicExecutionRole',
    path: '/service-role/',
    version: 1,
    date: '2015-04-09T15:03:43Z',
    statements: [allow(createLogs)],
  },
  {
    name: 'AWSLambdaKinesisExecutionRole',
    path: '/service-role/',
    version: 2,
    date: '2018-11-19T20:09:24Z',
    statements: [
      allow([
        ...all('kinesis', 'DescribeStream DescribeStreamSummary GetRecords GetShardIterator ListShards'),
        ...all('kinesis', 'ListStreams SubscribeToShard'),
        ...createLogs,
      ]),
    ],
  },
  {
    name: 'AmazonGrafanaRedshiftAccess',
    path: '/service-role/',
    version: 1,
    date: '2021-11-26T23:15:15Z',
    statements: [
      allow([
        'redshift:DescribeClusters',
        ...all('redshift-data', 'GetStatementResult DescribeStatement'),
        'secretsmanager:ListSecrets',
      ]),
      allowIf(all('redshift-data', 'DescribeTable ExecuteStatement ListTables ListSchemas'), '*', {
        Null: { 'aws:ResourceTag/GrafanaDataSource': 'false' },
      }),
      allow(
        ['redshift:GetClusterCredentials'],
        ['arn:aws:redshift:*:*:dbname:*/*', 'arn:aws:redshift:*:*:dbuser:*/redshift_data_api_user'],
      ),
      allowIf(['secretsmanager:GetSecretValue'], '*', {
        Null: { 'secretsmanager:ResourceTag/RedshiftQueryOwner': 'false' },
      }),
    ],
  },
  {
    name: 'AmazonRedshiftDataFullAccess',
    path: '/',
    version: 5,
    date: '2023-04-07T18:18:32Z',
    statements: [
      allow([
        ...all('redshift-data', 'BatchExecuteStatement ExecuteStatement CancelStatement ListStatements'),
        ...all('redshift-data', 'GetStatementResult DescribeStatement ListDatabases ListSchemas'),
        ...all('redshift-data', 'ListTables DescribeTable'),
      ]),
      allowIf(['secretsmanager:GetSecretValue'], 'arn:aws:secretsmanager:*:*:secret:*', {
        StringLike: { 'secretsmanager:ResourceTag/RedshiftDataFullAccess': '*' },
      }),
      allow(
        ['redshift:GetClusterCredentials'],
        ['arn:aws:redshift:*:*:dbname:*/*', 'arn:aws:redshift:*:*:dbuser:*/redshift_data_api_user'],
      ),
      allow(['redshift:GetClusterCredentialsWithIAM'], 'arn:aws:redshift:*:*:dbname:*/*'),
      allowIf(['redshift-serverless:GetCredentials'], 'arn:aws:redshift-serverless:*:*:workgroup/*', {
        StringLike: { 'aws:ResourceTag/RedshiftDataFullAccess': '*' },
      }),
      {
        Effect: 'Deny',
        Action: 'redshift:CreateClusterUser',
        Resource: 'arn:aws:redshift:*:*:dbuser:*/redshift_data_api_user',
      },
      allowIf(
        ['iam:CreateServiceLinkedRole'],
        'arn:aws:iam::*:role/aws-service-role/redshift-data.amazonaws.com/AWSServiceRoleForRedshift',
        { StringLike: { 'iam:AWSServiceName': 'redshift-data.amazonaws.com' } },
      ),
    ],
  },
];
