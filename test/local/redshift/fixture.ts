import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { CreateClusterCommand, RedshiftClient, waitUntilClusterAvailable } from '@aws-sdk/client-redshift';
import {
  DescribeStatementCommand,
  type DescribeStatementResponse,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { startCloud, type TestCloud } from '../harness.js';

export const clusterName = 'workshop-cluster';
export const admin = 'rsstream_user';

/** A cloud with a cluster whose default role may read every stream, and the means to talk to it. */
export interface Warehouse {
  test: TestCloud;
  redshift: RedshiftClient;
  data: RedshiftDataClient;
  kinesis: KinesisClient;
  iam: IAMClient;
  roleArn: string;
  /** Runs a statement to its end; fails when it fails. */
  sql(text: string, options?: SqlOptions): Promise<unknown[][]>;
  /** Runs a statement to its end, whatever that is. */
  run(text: string, options?: SqlOptions): Promise<DescribeStatementResponse>;
  put(stream: string, records: (object | string | Uint8Array)[]): Promise<void>;
}

export interface SqlOptions {
  user?: string;
  parameters?: { name: string; value: string }[];
}

const readsStreams = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'kinesis:DescribeStreamSummary',
        'kinesis:DescribeStream',
        'kinesis:GetShardIterator',
        'kinesis:GetRecords',
        'kinesis:ListShards',
      ],
      Resource: 'arn:aws:kinesis:*:*:stream/*',
    },
    { Effect: 'Allow', Action: 'kinesis:ListStreams', Resource: '*' },
  ],
};

/** A role that Redshift may assume; with `policy: null` one that may do nothing. */
export async function makeRole(
  iam: IAMClient,
  name: string,
  policy: object | null = readsStreams,
): Promise<string> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'redshift.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  if (policy !== null) {
    const input = { RoleName: name, PolicyName: 'streams', PolicyDocument: JSON.stringify(policy) };
    await iam.send(new PutRolePolicyCommand(input));
  }
  return Role?.Arn ?? '';
}

/** @param options.beside services that run beside Redshift's own, e.g. `s3` */
export async function startWarehouse(
  options: { defaultRole?: boolean; beside?: string[] } = {},
): Promise<Warehouse> {
  const test = await startCloud({
    services: ['iam', 'sts', 'kinesis', 'redshift', ...(options.beside ?? [])],
    settings: { kinesisLimits: false },
  });
  const redshift = new RedshiftClient(test.clientConfig);
  const iam = new IAMClient(test.clientConfig);
  const roleArn = await makeRole(iam, 'warehouse');
  await redshift.send(
    new CreateClusterCommand({
      ClusterIdentifier: clusterName,
      NodeType: 'ra3.large',
      ClusterType: 'single-node',
      DBName: 'dev',
      MasterUsername: admin,
      MasterUserPassword: 'Correct9Horse',
      ...(options.defaultRole === false ? { IamRoles: [roleArn] } : { DefaultIamRoleArn: roleArn }),
    }),
  );
  await waitUntilClusterAvailable(
    { client: redshift, maxWaitTime: 20, minDelay: 0.02, maxDelay: 0.2 },
    { ClusterIdentifier: clusterName },
  );
  return connect(test, roleArn);
}

/** Clients for a cloud that already holds the cluster (after a restart). */
export function connect(test: TestCloud, roleArn: string): Warehouse {
  // After a restart the kept-alive sockets are dead: the SDK tries again, as it does by default.
  const config = { ...test.clientConfig, maxAttempts: 3 };
  const data = new RedshiftDataClient(config);
  const kinesis = new KinesisClient(config);
  const run = async (text: string, options: SqlOptions = {}) => {
    const { Id } = await data.send(
      new ExecuteStatementCommand({
        ClusterIdentifier: clusterName,
        Database: 'dev',
        DbUser: options.user ?? admin,
        Sql: text,
        Parameters: options.parameters,
      }),
    );
    return data.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
  };
  return {
    test,
    redshift: new RedshiftClient(config),
    data,
    kinesis,
    iam: new IAMClient(config),
    roleArn,
    run,
    async sql(text, options) {
      const described = await run(text, options);
      if (described.Status !== 'FINISHED') throw new Error(`${described.Status}: ${described.Error}`);
      return described.HasResultSet ? rowsOf(data, described.Id ?? '') : [];
    },
    async put(stream, records) {
      for (let from = 0; from < records.length; from += 500) {
        await kinesis.send(
          new PutRecordsCommand({
            StreamName: stream,
            Records: records.slice(from, from + 500).map((record, index) => ({
              PartitionKey: String(from + index),
              Data: bytesOf(record),
            })),
          }),
        );
      }
    },
  };
}

/** Every row of a finished statement, as plain values. */
export async function rowsOf(data: RedshiftDataClient, id: string): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  let token: string | undefined;
  do {
    const page = await data.send(new GetStatementResultCommand({ Id: id, NextToken: token }));
    for (const record of page.Records ?? []) rows.push(record.map(plainValue));
    token = page.NextToken;
  } while (token);
  return rows;
}

export function plainValue(field: Field): unknown {
  if (field.isNull) return null;
  return field.longValue ?? field.doubleValue ?? field.stringValue ?? field.booleanValue ?? field.blobValue;
}

export async function makeStream(kinesis: KinesisClient, name: string, shards = 1): Promise<void> {
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
  const { waitUntilStreamExists } = await import('@aws-sdk/client-kinesis');
  await waitUntilStreamExists(
    { client: kinesis, maxWaitTime: 20, minDelay: 0.02, maxDelay: 0.2 },
    { StreamName: name },
  );
}

function bytesOf(record: object | string | Uint8Array): Uint8Array {
  if (record instanceof Uint8Array) return record;
  return Buffer.from(typeof record === 'string' ? record : JSON.stringify(record));
}

/** An order as the workshop's producers send it. */
export function order(id: number): Record<string, unknown> {
  return {
    consignmentid: id,
    timestamp: '2026-11-23 10:00:00',
    delivery_address: `${id} George Street`,
    delivery_state: 'NSW',
    origin_address: '1 Collins Street',
    origin_state: 'VIC',
    delay_probability: 'HIGH',
    days_to_deliver: 3,
    delivery_distance: 712.5,
    userid: id % 100,
    revenue: 120.5,
    cost: 60.25,
  };
}
