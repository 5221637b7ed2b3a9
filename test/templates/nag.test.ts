import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: a build script has no types
import { buildFunctions } from '../../scripts/build-functions.js';
import { cdk, s3 } from '../../templates/cdk.js';
import { DashboardStack } from '../../templates/dashboard-stack.js';
import { IngestionStack } from '../../templates/ingestion-stack.js';
import { RedshiftStack } from '../../templates/redshift-stack.js';
import { StepFunctionStack } from '../../templates/step-function-stack.js';

/** What AWS's rules of good solutions find in the workshop's stacks, and why it stays: rule, resource, reason. */
const accepted: [string, string, string][] = [
  [
    'L1',
    'IngestionStack/CustomerProducer',
    'Node 22 is kept up until April 2027, and is what the functions are tested on',
  ],
  ['L1', 'IngestionStack/OrderProducer', 'as above'],
  ['L1', 'IngestionStack/FleetProducer', 'as above'],
  ['IAM5[*]', 'RedshiftStack/ClusterRole', 'ListStreams knows no resource'],
  [
    'IAM5[*]',
    'RedshiftStack/ClusterRoleModels',
    "what knows no resource, and AWS's own repositories of images",
  ],
  ['IAM5[Bucket.Arn/*]', 'RedshiftStack/ClusterRoleModels', 'the objects of the one bucket'],
  ...['training-job', 'compilation-job', 'automl-job', 'processing-job', 'transform-job'].map(
    (kind): [string, string, string] => [
      `IAM5[sagemaker ${kind}/*redshift*]`,
      'RedshiftStack/ClusterRoleModels',
      "Redshift names its jobs; this is the pattern of AWS's own policy for it",
    ],
  ),
  [
    'IAM5[logs log-group:/aws/sagemaker/*]',
    'RedshiftStack/ClusterRoleModels',
    'SageMaker names its log groups',
  ],
  [
    'S1',
    'RedshiftStack/Bucket',
    'made data, for as long as a workshop lasts: a second bucket of logs would outlive it',
  ],
  [
    'S10',
    'RedshiftStack/Bucket',
    'the local cloud deploys the same template and speaks plain HTTP on loopback',
  ],
  ['VPC7', 'RedshiftStack/Vpc', 'nothing can connect; flow logs would cost more than the network'],
  [
    'RS1',
    'RedshiftStack/Cluster',
    'nothing connects to it: every statement comes through the Data API, over TLS',
  ],
  ['RS4', 'RedshiftStack/Cluster', 'the default port, which no rule opens to anybody'],
  ['RS5', 'RedshiftStack/Cluster', 'as S1; the Data API and SYS views keep what was run'],
  ['RS11', 'RedshiftStack/Cluster', 'as RS5'],
  ['IAM5[*]', 'StepFunctionStack/RefreshRole', 'DescribeStatement knows no resource'],
  ['SF1', 'StepFunctionStack/Refresh', 'the history of each execution is kept for 90 days as it is'],
  ['SF2', 'StepFunctionStack/Refresh', 'as SF1'],
  ['IAM5[*]', 'DashboardStack/WorkspaceRole', 'they know no resource'],
  ['SNS3', 'DashboardStack/Alerts', 'only Grafana publishes, by HTTPS; as S10'],
];

let app: InstanceType<typeof cdk.App>;

beforeAll(async () => {
  const functionsFolder = mkdtempSync(join(tmpdir(), 'workshop-functions-'));
  await buildFunctions(functionsFolder);
  app = new cdk.App({
    analyticsReporting: false,
    defaultStackSynthesizer: new cdk.BootstraplessSynthesizer(),
  });
  const options = {
    name: 'workshop',
    region: 'us-east-1',
    streams: { customer: 'customer_stream', order: 'order_stream', fleet: 'fleet_stream' },
    functionsFolder,
  };
  for (const Stack of [IngestionStack, RedshiftStack, StepFunctionStack, DashboardStack])
    new Stack(app, Stack.name, options);
});

function findings(scope: Parameters<AwsSolutionsChecks['validateScope']>[0]): string[] {
  return new AwsSolutionsChecks()
    .validateScope(scope)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      (violatingResources ?? []).map(({ constructPath }) => `${short(ruleName)} ${constructPath}`),
    )
    .sort();
}

/** `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:…:…:log-group:x]` as `IAM5[logs log-group:x]`. */
function short(rule: string): string {
  return rule
    .replace(/^AwsSolutions-/, '')
    .replace('Resource::', '')
    .replace(/arn:<AWS::Partition>:(\w+):<AWS::Region>:<AWS::AccountId>:/, '$1 ')
    .replace(/<([^>]+)>/, '$1');
}

describe('cdk-nag', () => {
  it('finds in the stacks what is accepted for a reason, and nothing else', () => {
    expect(findings(app)).toEqual(accepted.map(([rule, path]) => `${rule} ${path}`).sort());
    for (const [, , reason] of accepted) expect(reason).not.toBe('');
  });

  it('finds a planted mistake', () => {
    const stack = new cdk.Stack(new cdk.App(), 'Planted');
    new s3.CfnBucket(stack, 'Open', { publicAccessBlockConfiguration: { blockPublicAcls: false } });
    expect(findings(stack)).toEqual(['S1 Planted/Open', 'S10 Planted/Open', 'S2 Planted/Open']);
  });
});
