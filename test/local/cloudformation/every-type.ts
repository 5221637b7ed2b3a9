const sub = (text: string) => ({ 'Fn::Sub': text });
const getAtt = (name: string, attribute: string) => ({ 'Fn::GetAtt': [name, attribute] });
const ref = (name: string) => ({ Ref: name });
const allow = (Action: string, Resource: unknown, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});

/** A template with every type that the workshop's own templates leave out; `n` changes what can be changed in place. */
export function everyType(n: number): string {
  const Tags = [{ Key: 'n', Value: String(n) }];
  const Resources = {
    Vpc: {
      Type: 'AWS::EC2::VPC',
      Properties: { CidrBlock: '10.1.0.0/16', EnableDnsHostnames: true, EnableDnsSupport: true, Tags },
    },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: {
        VpcId: ref('Vpc'),
        CidrBlock: { 'Fn::Select': [0, { 'Fn::Cidr': [getAtt('Vpc', 'CidrBlock'), 2, 8] }] },
        AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
        MapPublicIpOnLaunch: n > 1,
        Tags,
      },
    },
    Internet: { Type: 'AWS::EC2::InternetGateway', Properties: { Tags } },
    Attachment: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Internet') },
    },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc'), Tags } },
    Route: {
      Type: 'AWS::EC2::Route',
      DependsOn: 'Attachment',
      Properties: {
        RouteTableId: ref('Table'),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: ref('Internet'),
      },
    },
    Association: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { RouteTableId: ref('Table'), SubnetId: ref('Subnet') },
    },
    Address: { Type: 'AWS::EC2::EIP', DependsOn: 'Attachment', Properties: { Domain: 'vpc', Tags } },
    Nat: {
      Type: 'AWS::EC2::NatGateway',
      Properties: { SubnetId: ref('Subnet'), AllocationId: getAtt('Address', 'AllocationId'), Tags },
    },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'test',
        VpcId: ref('Vpc'),
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 5439 + n, ToPort: 5439 + n, CidrIp: '10.1.0.0/16' },
        ],
        SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
        Tags,
      },
    },
    Ingress: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: getAtt('Group', 'GroupId'),
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        SourceSecurityGroupId: getAtt('Group', 'GroupId'),
      },
    },
    Egress: {
      Type: 'AWS::EC2::SecurityGroupEgress',
      Properties: {
        GroupId: getAtt('Group', 'GroupId'),
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
        CidrIp: '0.0.0.0/0',
      },
    },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: ref('Vpc'),
        ServiceName: sub(`com.amazonaws.\${AWS::Region}.s3`),
        RouteTableIds: [ref('Table')],
        Tags,
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), Description: `role ${n}`, Tags },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'inline', PolicyDocument: allow(`logs:Put${n}*`, '*'), Roles: [ref('Role')] },
    },
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: allow(`logs:Get${n}*`, '*'), Roles: [ref('Role')] },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      DependsOn: ['Policy'],
      Properties: {
        Code: { ZipFile: `exports.handler = async () => ${n};` },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Role: getAtt('Role', 'Arn'),
        Timeout: 10 + n,
        Environment: { Variables: { NUMBER: n } },
        Tags,
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: ref('Function'),
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: ref('Topic'),
      },
    },
    Invocations: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: { FunctionName: ref('Function'), Qualifier: '$LATEST', MaximumRetryAttempts: n - 1 },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: { Rules: [{ Id: 'old', Status: 'Enabled', ExpirationInDays: n }] },
        Tags,
      },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('Bucket'),
        PolicyDocument: allow('s3:GetObject', sub(`\${Bucket.Arn}/${n}/*`), {
          Principal: { Service: 'lambda.amazonaws.com' },
        }),
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: `topic ${n}`, Tags } },
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('Topic')],
        PolicyDocument: allow('sns:Publish', ref('Topic'), {
          Principal: { Service: 'events.amazonaws.com' },
          Sid: `s${n}`,
        }),
      },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref('Topic'), Protocol: 'lambda', Endpoint: getAtt('Function', 'Arn') },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: n === 1 ? 1 : 7, Tags } },
    Groups: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Tags } },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        GroupName: ref('Groups'),
        ScheduleExpression: `rate(${n + 1} minutes)`,
        State: 'DISABLED',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: getAtt('Function', 'Arn'), RoleArn: getAtt('SchedulerRole', 'Arn') },
      },
    },
    SchedulerRole: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trust('scheduler.amazonaws.com') },
    },
    MachineRole: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trust('states.amazonaws.com') },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        DefinitionString: `{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":${n},"Comment":"\${what}","End":true}}}`,
        DefinitionSubstitutions: { what: getAtt('Function', 'Arn') },
        RoleArn: getAtt('MachineRole', 'Arn'),
        Tags,
      },
    },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        Description: `secret ${n}`,
        GenerateSecretString: {
          SecretStringTemplate: '{"username":"admin"}',
          GenerateStringKey: 'password',
          PasswordLength: 20,
        },
        Tags,
      },
    },
    Parameters: {
      Type: 'AWS::Redshift::ClusterParameterGroup',
      Properties: {
        Description: 'test',
        ParameterGroupFamily: 'redshift-1.0',
        Parameters: [{ ParameterName: 'require_ssl', ParameterValue: n > 1 ? 'true' : 'false' }],
        Tags,
      },
    },
    Subnets: {
      Type: 'AWS::Redshift::ClusterSubnetGroup',
      Properties: { Description: 'subnets', SubnetIds: [ref('Subnet')], Tags },
    },
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
    CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: `v2:deflate64:${n}` } },
  };
  return JSON.stringify({ Resources, Outputs: { Function: { Value: getAtt('Function', 'Arn') } } });
}
