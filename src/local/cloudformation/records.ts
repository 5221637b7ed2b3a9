import type { JsonObject } from './template/json.js';
import type { RemovalPolicy } from './template/template.js';

export interface Tag {
  Key: string;
  Value: string;
}

/** What a stack is meant to be: all that a template needs to be rendered. */
export interface StackModel {
  templateBody: string;
  /** Parameters' values as text. */
  parameters: Record<string, string>;
  tags: Tag[];
  capabilities: string[];
  notificationArns: string[];
  roleArn?: string;
}

/** A resource of a stack, as far as it has come. */
export interface ResourceRecord {
  logicalId: string;
  type: string;
  status: string;
  statusReason?: string;
  /** '' until it is known; decided and saved before the call that makes the thing wherever the name is ours to give. */
  physicalId: string;
  /** epoch ms of the last change of status */
  changedAt: number;
  /** The random part of a generated name, and of client tokens. */
  suffix: string;
  /** Resolved properties, as applied or being applied. */
  properties: JsonObject;
  attributes: JsonObject;
  /** What Ref gives, where that is not the physical id. */
  ref?: string;
  dependsOn: string[];
  deletionPolicy?: RemovalPolicy;
  updateReplacePolicy?: RemovalPolicy;
  /**
   * `planned`: no call made · `creating`: the call that makes it was about to be made · `made`: it exists and is ours ·
   * `done` · `foreign`: the call was refused, so nothing exists that is ours to delete.
   */
  step: 'planned' | 'creating' | 'made' | 'done' | 'foreign';
  /** The stack tags that were last applied. */
  tags: Tag[];
}

export interface EventRecord {
  id: string;
  logicalId: string;
  physicalId: string;
  type: string;
  status: string;
  reason?: string;
  /** Index into the stack's `texts`: events of one resource share their long properties. */
  properties?: number;
  /** epoch ms */
  at: number;
  token?: string;
  operationId?: string;
}

export interface OutputRecord {
  key: string;
  value: string;
  description?: string;
  exportName?: string;
}

export type Phase = 'FORWARD' | 'CLEANUP' | 'ROLLBACK' | 'ROLLBACK_CLEANUP' | 'DELETE';

/** The operation under way. Everything needed to take it up again after a kill. */
export interface OperationRecord {
  id: string;
  kind: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONTINUE';
  phase: Phase;
  token?: string;
  onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  /** The model to go back to. */
  previous?: StackModel;
  /** Resources as they were before the update. */
  before: Record<string, ResourceRecord>;
  /** Things to delete once the others are right: replaced and removed ones, or on the way back the new ones. */
  leftovers: ResourceRecord[];
  /** Logical ids whose leftover was replaced (not removed): UpdateReplacePolicy speaks for those. */
  replacedIds?: string[];
  /** Logical ids finished in the present phase. */
  done: string[];
  /** Logical ids that failed, with the verb of the failure. */
  failures: { logicalId: string; verb: 'create' | 'update' | 'delete' }[];
  retain: string[];
  force: boolean;
  /** ContinueUpdateRollback's ResourcesToSkip. */
  skip: string[];
  cancelled?: boolean;
  retainExceptOnCreate?: boolean;
  /** epoch ms after which a creation has taken too long (TimeoutInMinutes) */
  deadline?: number;
  /** The stack's status before a deletion: one that is refused leaves the stack as it was. */
  previousStatus?: string;
  /** Why the stack itself failed, where no resource did. */
  reason?: string;
}

export interface StackRecord {
  id: string;
  name: string;
  status: string;
  statusReason?: string;
  createdAt: number;
  updatedAt?: number;
  deletedAt?: number;
  changeSetId?: string;
  disableRollback: boolean;
  timeoutInMinutes?: number;
  terminationProtection: boolean;
  model: StackModel;
  resources: Record<string, ResourceRecord>;
  outputs: OutputRecord[];
  /** Names of the exports that its template imports. */
  imports: string[];
  events: EventRecord[];
  texts: string[];
  operation?: OperationRecord;
  /** Things that an update which failed without rollback left over: the next operation deletes them. */
  orphans?: ResourceRecord[];
  /** The update whose rollback failed: ContinueUpdateRollback goes on with it. */
  heldBack?: OperationRecord;
  lastOperations: { OperationType: string; OperationId: string }[];
}

export interface ChangeSetRecord {
  id: string;
  name: string;
  stackId: string;
  stackName: string;
  kind: 'CREATE' | 'UPDATE';
  description?: string;
  status: string;
  statusReason?: string;
  executionStatus: string;
  createdAt: number;
  model: StackModel;
  onStackFailure?: string;
  /** The `Changes` as DescribeChangeSet gives them, without and with property values. */
  changes: object[];
  changesWithValues: object[];
  valuesReason?: string;
  clientToken?: string;
  givenTags?: Tag[];
}
