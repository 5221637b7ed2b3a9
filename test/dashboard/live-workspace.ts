import { GrafanaClient } from '@aws-sdk/client-grafana';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateClusterCommand, RedshiftClient, waitUntilClusterAvailable } from '@aws-sdk/client-redshift';
import type { Clients } from '../../src/aws/clients.js';
import { ensureDataSource, installPlugin } from '../../src/grafana/data-source.js';
import { GrafanaHttp } from '../../src/grafana/http.js';
import { temporaryToken } from '../../src/grafana/token.js';
import { createWorkspace } from '../../src/grafana/workspace.js';
import { loadSteps } from '../../src/sql/load.js';
import { startCloud, type TestCloud } from '../local/harness.js';
import {
  admin,
  clusterName,
  connect,
  makeRole,
  makeStream,
  type Warehouse,
} from '../local/redshift/fixture.js';

/** A workspace whose data source reads a real cluster of a local cloud, as setup leaves them. */
export interface LiveWorkspace extends Warehouse {
  grafana: GrafanaHttp;
  /** Runs steps of `sql/` by name, each with all of its statements. */
  steps(...names: string[]): Promise<void>;
}

const account = '*:*';
/** What the template allows the workspace's role, by hand. */
const readsTheCluster = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'redshift-data:ExecuteStatement',
      Resource: `arn:aws:redshift:${account}:cluster:${clusterName}`,
    },
    {
      Effect: 'Allow',
      Action: 'redshift:GetClusterCredentials',
      Resource: [
        `arn:aws:redshift:${account}:dbuser:${clusterName}/redshift_data_api_user`,
        `arn:aws:redshift:${account}:dbname:${clusterName}/dev`,
      ],
    },
    {
      Effect: 'Allow',
      Action: [
        'redshift-data:CancelStatement',
        'redshift-data:DescribeStatement',
        'redshift-data:GetStatementResult',
        'redshift:DescribeClusters',
      ],
      Resource: '*',
    },
  ],
};

async function workspaceRole(iam: IAMClient): Promise<string> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'grafana.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'workspace', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const PolicyDocument = JSON.stringify(readsTheCluster);
  await iam.send(new PutRolePolicyCommand({ RoleName: 'workspace', PolicyName: 'reads', PolicyDocument }));
  return Role?.Arn ?? '';
}

async function makeCluster(test: TestCloud, roleArn: string): Promise<void> {
  const client = new RedshiftClient(test.clientConfig);
  await client.send(
    new CreateClusterCommand({
      ClusterIdentifier: clusterName,
      NodeType: 'ra3.large',
      ClusterType: 'single-node',
      DBName: 'dev',
      MasterUsername: admin,
      MasterUserPassword: 'Correct9Horse',
      DefaultIamRoleArn: roleArn,
    }),
  );
  const pace = { client, maxWaitTime: 20, minDelay: 0.02, maxDelay: 0.2 };
  await waitUntilClusterAvailable(pace, { ClusterIdentifier: clusterName });
}

/** Starts a cloud with the three streams, a cluster, and a workspace with its data source; no step has been run. */
export async function startLiveWorkspace(): Promise<LiveWorkspace> {
  const test = await startCloud({
    services: ['iam', 'sts', 'kinesis', 'redshift', 'grafana'],
    settings: { kinesisLimits: false, delays: { workspace: 0 } },
  });
  const iam = new IAMClient(test.clientConfig);
  const roleArn = await makeRole(iam, 'warehouse');
  await makeCluster(test, roleArn);
  const warehouse = connect(test, roleArn);
  for (const name of ['customer_stream', 'order_stream', 'fleet_stream']) {
    await makeStream(warehouse.kinesis, name);
  }
  const clients = { grafana: async () => new GrafanaClient(test.clientConfig) } as Clients;
  const workspace = await createWorkspace(clients, 'workshop', await workspaceRole(iam));
  const { token } = await temporaryToken(clients, workspace.id, 'test');
  const grafana = new GrafanaHttp(`${test.endpoint}/${workspace.id}`, token);
  await installPlugin(grafana);
  await ensureDataSource(grafana, clusterName, test.region);
  const all = loadSteps();
  return {
    ...warehouse,
    grafana,
    async steps(...names) {
      for (const name of names) {
        const step = all.find((each) => each.name === name);
        if (!step) throw new Error(`no step ${name}`);
        for (const { text } of step.statements) await warehouse.sql(text);
      }
    },
  };
}
