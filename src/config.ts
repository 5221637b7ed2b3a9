/** Which cloud: the user's account, or the one on this computer. */
export type TargetKind = 'aws' | 'local';

/** What every command needs to know of the workshop it works on. */
export interface WorkshopConfig {
  /** 1–24 of a–z, 0–9 and '-', beginning with a letter: it becomes part of cluster, stack and function names. */
  name: string;
  region: string;
  target: TargetKind;
  /** A profile of the AWS configuration; only for the target aws. */
  profile?: string;
}

export const defaultName = 'workshop';
export const defaultRegion = 'us-east-1';
export const database = 'dev';
export const adminUser = 'rsstream_user';
export const dashboardUser = 'redshift_data_api_user';

/** The stacks, in the order in which they are told; they deploy at once. */
export const stackIds = ['IngestionStack', 'RedshiftStack', 'StepFunctionStack', 'DashboardStack'] as const;
export type StackId = (typeof stackIds)[number];

/** A stack's name in CloudFormation. */
export function stackName(config: Pick<WorkshopConfig, 'name'>, id: StackId): string {
  return `${config.name}-${id}`;
}

/** The tag by which everything of a workshop is known. */
export const tagKey = 'workshop';

/** The streams, by the seed's names; each is read by the streaming view of its name. */
export const streamNames = ['customer_stream', 'order_stream', 'fleet_stream'] as const;

/** Names that both clouds know a workshop's things by. */
export function namesOf(config: Pick<WorkshopConfig, 'name'>) {
  const functions = ['customer', 'order', 'fleet'].map((what) => `${config.name}-${what}-producer`);
  return {
    cluster: `${config.name}-cluster`,
    schedules: [...functions, `${config.name}-refresh`],
    functions,
    stateMachine: `${config.name}-refresh`,
    workspace: config.name,
  };
}
