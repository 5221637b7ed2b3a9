export interface Target {
  Arn: string;
  RoleArn: string;
  Input?: string;
  RetryPolicy?: { MaximumEventAgeInSeconds?: number; MaximumRetryAttempts?: number };
  DeadLetterConfig?: { Arn?: string };
  KinesisParameters?: { PartitionKey: string };
  EcsParameters?: unknown;
  EventBridgeParameters?: unknown;
  SageMakerPipelineParameters?: unknown;
  SqsParameters?: unknown;
}

/** What the caller said of a schedule, and what its running needs to remember. Times are epoch ms. */
export interface Schedule {
  name: string;
  group: string;
  expression: string;
  timezone: string;
  state: 'ENABLED' | 'DISABLED';
  description?: string;
  startDate?: number;
  endDate?: number;
  flexibleMinutes: number | undefined;
  actionAfterCompletion: 'NONE' | 'DELETE';
  target: Target;
  created: number;
  modified: number;
  clientToken?: string;
  /** From when a rate counts: its start date, or the moment when it was made or switched on. */
  anchor: number;
  /** The next run; undefined when there is none. */
  next: number | undefined;
}

export interface ScheduleGroup {
  name: string;
  state: 'ACTIVE' | 'DELETING';
  created: number;
  modified: number;
  tags: { Key: string; Value: string }[];
  clientToken?: string;
}

export interface SchedulerDocument {
  groups: Record<string, ScheduleGroup>;
  /** by `group/name` */
  schedules: Record<string, Schedule>;
}
