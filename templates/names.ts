/**
 * Names by which the stacks find one another's resources. Known names instead of exported outputs, so that no stack
 * waits for another and all deploy at once.
 */
export const names = {
  database: 'dev',
  /** The cluster's admin, who owns the views; signs in by temporary credentials. */
  admin: 'rsstream_user',
  /** Whom Grafana's plugin signs in as. */
  reader: 'redshift_data_api_user',
  cluster: (name: string) => `${name}-cluster`,
  customerProducer: (name: string) => `${name}-customer-producer`,
  orderProducer: (name: string) => `${name}-order-producer`,
  fleetProducer: (name: string) => `${name}-fleet-producer`,
  refresh: (name: string) => `${name}-refresh`,
  alerts: (name: string) => `${name}-alerts`,
} as const;

/** ARNs of this deployment's own account and Region, as `Fn::Sub` patterns. */
export const arns = {
  stream: (stream: string) =>
    `arn:\${AWS::Partition}:kinesis:\${AWS::Region}:\${AWS::AccountId}:stream/${stream}`,
  cluster: (name: string) =>
    `arn:\${AWS::Partition}:redshift:\${AWS::Region}:\${AWS::AccountId}:cluster:${names.cluster(name)}`,
  databaseUser: (name: string, user: string) =>
    `arn:\${AWS::Partition}:redshift:\${AWS::Region}:\${AWS::AccountId}:dbuser:${names.cluster(name)}/${user}`,
  database: (name: string) =>
    `arn:\${AWS::Partition}:redshift:\${AWS::Region}:\${AWS::AccountId}:dbname:${names.cluster(name)}/${names.database}`,
  stateMachine: (name: string) =>
    `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${names.refresh(name)}`,
} as const;
