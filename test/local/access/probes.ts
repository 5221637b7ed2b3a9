import type { CallAs, Cloud } from '../../../src/local/cloud.js';
import type { TestCloud } from '../harness.js';

/** Calls that the workshop's parts make, each by the role of the part. */
export interface Probes {
  cloud: Cloud;
  /** Physical ids of the stacks' resources by `<stack>/<logical id>`. */
  of(id: string): string;
  bucket: string;
}

export interface Asked {
  stack: string;
  role: string;
  actions: string[];
  /** The ARN that the statement has. */
  resource: string;
}

const cluster = { ClusterIdentifier: 'workshop-cluster', Database: 'dev' };
const owner = { ...cluster, DbUser: 'rsstream_user' };
const statementId = 'd9b6c0c9-0747-4bf4-b142-e8883122f766';

/** The database and the bucket as the probes need them. */
export async function startProbes({ cloud }: TestCloud, of: Probes['of']): Promise<Probes> {
  const bucket = of('workshop-RedshiftStack/Bucket');
  const probes = { cloud, of, bucket };
  const rows = Array.from({ length: 600 }, (_, i) => `${i % 24},${(i * 7) % 500},${i % 3}`).join('\n');
  await cloud.call('s3', 'PutObject', { Bucket: bucket, Key: 'probe/rows.csv', Body: Buffer.from(rows) });
  await cloud.call('redshift', 'ModifyClusterIamRoles', {
    ClusterIdentifier: cluster.ClusterIdentifier,
    DefaultIamRoleArn: `arn:aws:iam::${cloud.accountId}:role/${of('workshop-RedshiftStack/ClusterRole')}`,
  });
  for (const sql of [
    'CREATE EXTERNAL SCHEMA kinesis_schema FROM KINESIS IAM_ROLE default',
    'CREATE TABLE probe (hour INT, distance INT, delay INT)',
    'CREATE USER redshift_data_api_user PASSWORD DISABLE',
  ]) {
    const error = await statement(probes, sql);
    if (error) throw new Error(`${sql}: ${error}`);
  }
  return probes;
}

/** What the calls of the role say: errors' words, or nothing. */
export async function probe(probes: Probes, { stack, role, actions, resource }: Asked): Promise<string> {
  const said = new Set<string>();
  if (role === 'ClusterRole') {
    const texts = new Map(actions.map((action) => sqlFor(probes, action, resource)));
    for (const [sql, undo] of texts) said.add(await byCluster(probes, sql, undo));
  } else {
    for (const action of actions) said.add(await direct(probes, `${stack}/${role}`, action, resource));
  }
  return [...said].join('\n');
}

/** The cluster uses its role by SQL. */
async function byCluster(probes: Probes, sql: string, undo: string): Promise<string> {
  const said = await statement(probes, sql);
  if (!said && undo) await statement(probes, undo);
  return said;
}

/** A statement that needs the action, and how its work is undone. */
function sqlFor({ bucket }: Probes, action: string, resource: string): [sql: string, undo: string] {
  if (action.startsWith('kinesis:')) {
    const stream = /:stream\/(.*)$/.exec(resource)?.[1] ?? 'order_stream';
    return [
      `CREATE MATERIALIZED VIEW probe_view AS SELECT kinesis_data FROM kinesis_schema.${stream}`,
      'DROP MATERIALIZED VIEW probe_view',
    ];
  }
  if (action === 's3:ListBucket' || action === 's3:GetObject')
    return [`COPY probe FROM 's3://${bucket}/probe/' IAM_ROLE default CSV`, ''];
  return [
    `CREATE MODEL probe_model FROM (SELECT hour, distance, delay FROM probe) TARGET delay FUNCTION probe_function
     IAM_ROLE default AUTO ON SETTINGS (S3_BUCKET '${bucket}', MAX_RUNTIME 60)`,
    'DROP MODEL probe_model',
  ];
}

async function statement({ cloud }: Probes, Sql: string): Promise<string> {
  const { Id } = await cloud.call('redshift-data', 'ExecuteStatement', { ...owner, Sql });
  for (;;) {
    const { Status, Error: words } = await cloud.call('redshift-data', 'DescribeStatement', { Id });
    if (Status === 'FINISHED') return '';
    if (Status === 'FAILED' || Status === 'ABORTED') return words ?? Status;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const services: Record<string, string> = {
  CustomerProducerRole: 'lambda',
  OrderProducerRole: 'lambda',
  FleetProducerRole: 'lambda',
  SchedulerRole: 'scheduler',
  RefreshRole: 'states',
  WorkspaceRole: 'grafana',
};

/** The others call by their own credentials. */
async function direct(probes: Probes, id: string, action: string, resource: string): Promise<string> {
  const { cloud } = probes;
  const roleArn = `arn:aws:iam::${cloud.accountId}:role/${probes.of(id)}`;
  const as = { service: `${services[id.split('/')[1] ?? '']}.amazonaws.com`, roleArn };
  try {
    await call(cloud, action, resource, id, as);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

async function call(
  cloud: Cloud,
  action: string,
  resource: string,
  id: string,
  as: CallAs,
): Promise<unknown> {
  const [service = '', name = ''] = action.split(':');
  const StreamARN = resource;
  const shard = { StreamARN, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' };
  const log = { logGroupName: resource.split(':log-group:')[1]?.replace(/:\*$/, ''), logStreamName: 'probe' };
  const query = {
    ...cluster,
    DbUser: id.endsWith('/WorkspaceRole') ? 'redshift_data_api_user' : 'rsstream_user',
    Sql: 'SELECT 1',
  };
  switch (action) {
    case 'kinesis:PutRecords':
      return cloud.call(
        service,
        name,
        { StreamARN, Records: [{ Data: Buffer.from('{}'), PartitionKey: 'p' }] },
        as,
      );
    case 'kinesis:ListShards':
      return cloud.call(service, name, { StreamARN }, as);
    case 'kinesis:GetShardIterator':
      return cloud.call(service, name, shard, as);
    case 'kinesis:GetRecords': {
      const { ShardIterator } = await cloud.call(service, 'GetShardIterator', shard);
      return cloud.call(service, name, { ShardIterator }, as);
    }
    case 'logs:CreateLogStream':
      return cloud.call(service, name, { ...log, logStreamName: `probe-${Math.random()}` }, as);
    case 'logs:PutLogEvents':
      await cloud.call(service, 'CreateLogStream', log).catch(() => undefined);
      return cloud.call(service, name, { ...log, logEvents: [{ timestamp: Date.now(), message: 'm' }] }, as);
    case 'lambda:InvokeFunction':
      return cloud.call(service, 'Invoke', { FunctionName: resource, InvocationType: 'DryRun' }, as);
    case 'states:StartExecution':
    case 'states:ListExecutions':
      return cloud.call(service, name, { stateMachineArn: resource }, as);
    case 'redshift-data:ExecuteStatement':
    case 'redshift:GetClusterCredentials':
      return cloud.call('redshift-data', 'ExecuteStatement', query, as);
    case 'redshift-data:DescribeStatement':
    case 'redshift-data:GetStatementResult':
    case 'redshift-data:CancelStatement':
      return cloud.call(service, name, { Id: statementId }, as);
    case 'redshift:DescribeClusters':
      return cloud.call(service, name, {}, as);
    case 'sns:Publish':
      return cloud.call(service, name, { TopicArn: resource, Message: 'm' }, as);
    default:
      throw new Error(`no probe for ${action}`);
  }
}
