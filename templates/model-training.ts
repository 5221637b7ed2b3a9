import type { Allowance } from './role.js';

/** The metrics that SageMaker's jobs write. */
const sageMakerNamespaces = [
  'SageMaker',
  '/aws/sagemaker/ProcessingJobs',
  '/aws/sagemaker/TrainingJobs',
  '/aws/sagemaker/TransformJobs',
];

const here = (service: string, resource: string) =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;

/**
 * What COPY and CREATE MODEL do by the cluster's role: load from the bucket, leave the training rows there, let
 * SageMaker train and compile under this same role, and fetch what was learnt.
 *
 * The actions are those that the Redshift developer guide names ('Cluster and configure setup for Amazon Redshift ML
 * administration') as its `sagemaker:*Job*`, one by one, and for jobs whose names say that Redshift began them, as in
 * AWS's own policy AmazonRedshiftAllCommandsFullAccess. Endpoints are not among them: they cost by the hour, and a
 * model without one predicts in the cluster.
 */
export function modelTraining({ roleArn, bucketArn }: { roleArn: string; bucketArn: string }): Allowance[] {
  return [
    { actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn] },
    {
      actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      resources: [`${bucketArn}/*`],
    },
    {
      actions: [
        'sagemaker:CreateTrainingJob',
        'sagemaker:DescribeTrainingJob',
        'sagemaker:StopTrainingJob',
        'sagemaker:CreateCompilationJob',
        'sagemaker:DescribeCompilationJob',
        'sagemaker:StopCompilationJob',
        // With AUTO ON, for who wants to try it.
        'sagemaker:CreateAutoMLJob',
        'sagemaker:DescribeAutoMLJob',
        'sagemaker:StopAutoMLJob',
        'sagemaker:CreateProcessingJob',
        'sagemaker:DescribeProcessingJob',
        'sagemaker:StopProcessingJob',
        'sagemaker:DescribeTransformJob',
      ],
      resources: ['training-job', 'compilation-job', 'automl-job', 'processing-job', 'transform-job'].map(
        (kind) => here('sagemaker', `${kind}/*redshift*`),
      ),
    },
    // It knows no resource.
    { actions: ['sagemaker:ListCandidatesForAutoMLJob'], resources: ['*'] },
    {
      actions: ['iam:PassRole'],
      resources: [roleArn],
      condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
    {
      // The images of the algorithms are in AWS's own accounts, one for each Region; the token knows no resource.
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:GetAuthorizationToken',
        'ecr:GetDownloadUrlForLayer',
      ],
      resources: ['*'],
    },
    {
      actions: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DescribeLogStreams',
        'logs:PutLogEvents',
      ],
      resources: [here('logs', 'log-group:/aws/sagemaker/*')],
    },
    {
      // PutMetricData knows no resource, but what it is for.
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      condition: { StringEquals: { 'cloudwatch:namespace': sageMakerNamespaces } },
    },
  ];
}
