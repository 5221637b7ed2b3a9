import type { Construct } from 'constructs';
import { cdk, ec2, iam, redshift, s3 } from './cdk.js';
import { modelTraining } from './model-training.js';
import { arns, names } from './names.js';
import type { WorkshopTemplatesOptions } from './options.js';
import { policyDocument, role } from './role.js';

/** One cluster in a network of its own, the role it reads the streams, loads and learns by, and the workshop's bucket. */
export class RedshiftStack extends cdk.Stack {
  constructor(scope: Construct, id: string, options: WorkshopTemplatesOptions) {
    super(scope, id, {
      description: 'Redshift streaming workshop: the cluster, its role, network and bucket',
    });
    const { name, streams } = options;
    const { nodeType, nodes } = options.cluster ?? { nodeType: 'ra3.large', nodes: 1 };

    const clusterRole = role(this, 'ClusterRole', {
      // CREATE MODEL hands the role to SageMaker, which trains under it.
      service: ['redshift.amazonaws.com', 'sagemaker.amazonaws.com'],
      description: 'Lets Redshift read the streams, load from the bucket and train models',
      // Redshift assumes a cluster's roles without naming a source account, and nobody can pass it from another.
      sourceAccount: false,
      allow: [
        {
          // No kms:Decrypt: the policy of the key alias/aws/kinesis allows it to whoever may read the stream.
          actions: [
            'kinesis:DescribeStream',
            'kinesis:DescribeStreamSummary',
            'kinesis:GetRecords',
            'kinesis:GetShardIterator',
            'kinesis:ListShards',
          ],
          resources: [arns.stream(streams.customer), arns.stream(streams.order), arns.stream(streams.fleet)],
        },
        // ListStreams knows no resource; Redshift calls it to find a stream by its name.
        { actions: ['kinesis:ListStreams'], resources: ['*'] },
      ],
    });
    const bucket = this.bucket();
    // A policy of its own: the role passes itself to SageMaker, and no role can name its own ARN.
    new iam.CfnPolicy(this, 'ClusterRoleModels', {
      policyName: 'models',
      roles: [clusterRole.ref],
      policyDocument: policyDocument(
        modelTraining({ roleArn: clusterRole.attrArn, bucketArn: bucket.attrArn }),
      ),
    });

    const cluster = new redshift.CfnCluster(this, 'Cluster', {
      clusterIdentifier: names.cluster(name),
      clusterType: nodes === 1 ? 'single-node' : 'multi-node',
      ...(nodes === 1 ? {} : { numberOfNodes: nodes }),
      nodeType,
      dbName: names.database,
      masterUsername: names.admin,
      manageMasterPassword: true,
      encrypted: true,
      publiclyAccessible: false,
      // Off, so that Redshift reaches Kinesis by its own way out of the VPC, which therefore needs no NAT gateway.
      enhancedVpcRouting: false,
      automatedSnapshotRetentionPeriod: 1,
      iamRoles: [clusterRole.attrArn],
      ...this.network(name),
      // Grafana's managed policy, for whoever uses it, allows queries only on what carries this tag.
      tags: [{ key: 'GrafanaDataSource', value: 'true' }],
    });
    cluster.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);

    new cdk.CfnOutput(this, 'ClusterIdentifier', { value: cluster.ref });
    new cdk.CfnOutput(this, 'ClusterEndpoint', { value: cluster.attrEndpointAddress });
    new cdk.CfnOutput(this, 'ClusterRoleArn', { value: clusterRole.attrArn });
    new cdk.CfnOutput(this, 'DatabaseName', { value: names.database });
    new cdk.CfnOutput(this, 'AdminUser', { value: names.admin });
    new cdk.CfnOutput(this, 'BucketName', { value: bucket.ref });
  }

  /** What setup uploads, and what a model is trained from; encrypted, and for nobody outside. */
  private bucket() {
    const bucket = new s3.CfnBucket(this, 'Bucket', {
      bucketEncryption: {
        serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
      },
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    });
    // Teardown empties it first; CloudFormation does not delete a bucket that holds anything.
    bucket.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);
    return bucket;
  }

  /** Two subnets in two zones with no way in: the Data API needs none. */
  private network(name: string) {
    const vpc = new ec2.CfnVPC(this, 'Vpc', {
      cidrBlock: '10.0.0.0/16',
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: [{ key: 'Name', value: name }],
    });
    const subnets = [0, 1].map(
      (zone) =>
        new ec2.CfnSubnet(this, `Subnet${zone + 1}`, {
          vpcId: vpc.ref,
          cidrBlock: `10.0.${zone}.0/24`,
          availabilityZone: cdk.Fn.select(zone, cdk.Fn.getAzs()),
          mapPublicIpOnLaunch: false,
          tags: [{ key: 'Name', value: `${name}-${zone + 1}` }],
        }),
    );
    const securityGroup = new ec2.CfnSecurityGroup(this, 'SecurityGroup', {
      groupDescription: `${name}: nothing may connect to the cluster`,
      vpcId: vpc.ref,
      securityGroupEgress: [
        {
          ipProtocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          cidrIp: '0.0.0.0/0',
          description: 'HTTPS to AWS services',
        },
      ],
    });
    const subnetGroup = new redshift.CfnClusterSubnetGroup(this, 'SubnetGroup', {
      description: `${name}: the cluster's subnets`,
      subnetIds: subnets.map((subnet) => subnet.ref),
    });
    return {
      clusterSubnetGroupName: subnetGroup.ref,
      vpcSecurityGroupIds: [securityGroup.attrGroupId],
    };
  }
}
