/** A quota as Service Quotas lists it. */
export interface Quota {
  service: string;
  code: string;
  name: string;
  /** AWS's default in the Region. */
  value: number;
  adjustable: boolean;
  global?: boolean;
  description?: string;
}

/** Names of the services by their codes. */
export const serviceNames: Readonly<Record<string, string>> = {
  cloudformation: 'AWS CloudFormation',
  ec2: 'Amazon Elastic Compute Cloud (Amazon EC2)',
  grafana: 'Amazon Managed Grafana',
  iam: 'AWS Identity and Access Management (IAM)',
  kinesis: 'Amazon Kinesis Data Streams',
  lambda: 'AWS Lambda',
  vpc: 'Amazon Virtual Private Cloud (Amazon VPC)',
};

const adjustable = (service: string, code: string, name: string, value: number): Quota => ({
  service,
  code,
  name,
  value,
  adjustable: true,
});

/**
 * The quotas that the workshop meets, with AWS's codes, names and defaults.
 * Sources: 'Amazon VPC quotas' (VPC user guide), 'Amazon Kinesis Data Streams endpoints and quotas' (general reference),
 * 'Amazon Managed Grafana service quotas', 'Lambda quotas'. On-demand streams and Redshift's nodes have no code there.
 */
export function quotasIn(region: string): Quota[] {
  return [
    adjustable('cloudformation', 'L-0485CB21', 'Stack count', 2000),
    adjustable('ec2', 'L-0263D0A3', 'EC2-VPC Elastic IPs', 5),
    {
      ...adjustable('grafana', 'L-2C2D5119', 'Number of workspaces', 5),
      description:
        'The maximum number of workspaces that you can have in this account in the current region.',
    },
    { ...adjustable('iam', 'L-FE177D64', 'Roles per account', 1000), global: true },
    {
      ...adjustable('kinesis', 'L-0918CF54', 'Shards per Region', shardsIn(region)),
      description: 'The maximum number of shards that you can create in this account in the current Region.',
    },
    adjustable('lambda', 'L-B99A9384', 'Concurrent executions', 1000),
    adjustable('vpc', 'L-F678F1CE', 'VPCs per Region', 5),
    adjustable('vpc', 'L-407747CB', 'Subnets per VPC', 200),
    adjustable('vpc', 'L-A4707A72', 'Internet gateways per Region', 5),
    adjustable('vpc', 'L-FE5A380F', 'NAT gateways per Availability Zone', 5),
    adjustable('vpc', 'L-1B52E74A', 'Gateway VPC endpoints per Region', 20),
    adjustable('vpc', 'L-29B6F2EB', 'Interface VPC endpoints per VPC', 50),
    adjustable('vpc', 'L-589F43AA', 'Route tables per VPC', 200),
    adjustable('vpc', 'L-E79EC296', 'VPC security groups per Region', 2500),
    adjustable('vpc', 'L-0EA8095F', 'Inbound or outbound rules per security group', 60),
    adjustable('vpc', 'L-DF5E4CA3', 'Network interfaces per Region', 5000),
  ];
}

function shardsIn(region: string): number {
  if (['us-east-1', 'us-west-2', 'eu-west-1'].includes(region)) return 20_000;
  const six = 'us-east-2 ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 eu-central-1 eu-west-3';
  return six.split(' ').includes(region) ? 6000 : 1000;
}
