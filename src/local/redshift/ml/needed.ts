import type { Need, Place } from '../../policy/access-table.js';

const jobs = (verbs: string[], kind: string) => verbs.map((verb) => `sagemaker:${verb}${kind}`);
const whole = ['Create', 'Describe', 'Stop'];

/** SageMaker's jobs of one kind, by the ARN's word for them. */
const always: [kind: string, actions: string[]][] = [
  ['training-job', jobs(whole, 'TrainingJob')],
  ['compilation-job', jobs(whole, 'CompilationJob')],
];
const withAuto: typeof always = [
  ['automl-job', jobs(whole, 'AutoMLJob')],
  ['processing-job', jobs(whole, 'ProcessingJob')],
  ['transform-job', jobs(['Describe'], 'TransformJob')],
];

const logs = ['CreateLogGroup', 'CreateLogStream', 'DescribeLogStreams', 'PutLogEvents'];
const images = [
  'BatchCheckLayerAvailability',
  'BatchGetImage',
  'GetAuthorizationToken',
  'GetDownloadUrlForLayer',
];

/**
 * What SageMaker needs of the role beside the bucket. On AWS some of it is missed only when the training runs, and a
 * missing log or metric fails nothing; here CREATE MODEL asks for all of it at once.
 * Source: Developer Guide, 'Cluster and configure setup for Amazon Redshift ML administration'.
 */
export function trainingNeeds(job: { name: string; auto: boolean }, { region, accountId }: Place): Need[] {
  const here = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const kinds = job.auto ? [...withAuto, ...always] : always;
  const group = here('logs', 'log-group:/aws/sagemaker/TrainingJobs:log-stream:');
  return [
    ...kinds.flatMap(([kind, actions]) =>
      actions.map((action) => ({ action, resource: here('sagemaker', `${kind}/${job.name}`) })),
    ),
    ...(job.auto ? [{ action: 'sagemaker:ListCandidatesForAutoMLJob', resource: '*' }] : []),
    ...images.map((action) => ({ action: `ecr:${action}`, resource: '*' })),
    ...logs.map((action) => ({ action: `logs:${action}`, resource: group })),
    {
      action: 'cloudwatch:PutMetricData',
      resource: '*',
      context: { 'cloudwatch:namespace': '/aws/sagemaker/TrainingJobs' },
    },
  ];
}
