import { ec2Eip } from './ec2-eip.js';
import { ec2InternetGateway } from './ec2-internet-gateway.js';
import { ec2NatGateway } from './ec2-nat-gateway.js';
import { ec2Route } from './ec2-route.js';
import { ec2RouteTable } from './ec2-route-table.js';
import { ec2SecurityGroup } from './ec2-security-group.js';
import { ec2SecurityGroupEgress, ec2SecurityGroupIngress } from './ec2-security-group-rule.js';
import { ec2Subnet } from './ec2-subnet.js';
import { ec2SubnetRouteTableAssociation } from './ec2-subnet-route-table-association.js';
import { ec2Vpc } from './ec2-vpc.js';
import { ec2VpcEndpoint } from './ec2-vpc-endpoint.js';
import { ec2VpcGatewayAttachment } from './ec2-vpc-gateway-attachment.js';
import { iamManagedPolicy } from './iam-managed-policy.js';
import { iamPolicy } from './iam-policy.js';
import { iamRole } from './iam-role.js';
import { kinesisStream } from './kinesis-stream.js';
import { lambdaEventInvokeConfig } from './lambda-event-invoke-config.js';
import { lambdaFunction } from './lambda-function.js';
import { lambdaPermission } from './lambda-permission.js';
import { logsLogGroup } from './logs-log-group.js';
import { cdkMetadata, waitConditionHandle } from './nothing.js';
import { redshiftCluster } from './redshift-cluster.js';
import { redshiftParameterGroup } from './redshift-parameter-group.js';
import { redshiftSubnetGroup } from './redshift-subnet-group.js';
import { s3Bucket } from './s3-bucket.js';
import { s3BucketPolicy } from './s3-bucket-policy.js';
import { schedulerSchedule } from './scheduler-schedule.js';
import { schedulerScheduleGroup } from './scheduler-schedule-group.js';
import { secretsManagerSecret } from './secrets-manager-secret.js';
import { snsSubscription } from './sns-subscription.js';
import { snsTopic } from './sns-topic.js';
import { snsTopicPolicy } from './sns-topic-policy.js';
import { statesStateMachine } from './states-state-machine.js';
import type { ResourceType } from './type.js';

const TYPES: ResourceType[] = [
  cdkMetadata,
  ec2Eip,
  ec2InternetGateway,
  ec2NatGateway,
  ec2Route,
  ec2RouteTable,
  ec2SecurityGroup,
  ec2SecurityGroupEgress,
  ec2SecurityGroupIngress,
  ec2Subnet,
  ec2SubnetRouteTableAssociation,
  ec2Vpc,
  ec2VpcEndpoint,
  ec2VpcGatewayAttachment,
  iamManagedPolicy,
  iamPolicy,
  iamRole,
  kinesisStream,
  lambdaEventInvokeConfig,
  lambdaFunction,
  lambdaPermission,
  logsLogGroup,
  redshiftCluster,
  redshiftParameterGroup,
  redshiftSubnetGroup,
  s3Bucket,
  s3BucketPolicy,
  schedulerSchedule,
  schedulerScheduleGroup,
  secretsManagerSecret,
  snsSubscription,
  snsTopic,
  snsTopicPolicy,
  statesStateMachine,
  waitConditionHandle,
];

/** The resource types that this cloud knows, by name. Any other fails its resource, and the stack, by name. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  TYPES.map((type) => [type.type, type]),
);
