import type { EventRecord, ResourceRecord, StackModel, StackRecord } from './records.js';
import { parseTemplate } from './template/parse.js';
import type { Template } from './template/template.js';

const NOT_CHECKED = { StackResourceDriftStatus: 'NOT_CHECKED' };

/** Parameters as replies show them: NoEcho ones masked. */
export function parametersView(model: StackModel): { ParameterKey: string; ParameterValue: string }[] {
  const template = parseTemplate(model.templateBody);
  return Object.entries(model.parameters).map(([key, value]) => ({
    ParameterKey: key,
    ParameterValue: template.parameters[key]?.NoEcho ? '****' : value,
  }));
}

/** A member of DescribeStacks. Which members appear when: recorded in api/test_stacks. */
export function stackView(stack: StackRecord): object {
  const deleted = stack.status === 'DELETE_COMPLETE';
  // A stack that is only under review has nothing of its change set's template yet.
  const reviewed = stack.status === 'REVIEW_IN_PROGRESS';
  const template: Template | undefined = reviewed ? undefined : parseTemplate(stack.model.templateBody);
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(stack.changeSetId !== undefined && !deleted && { ChangeSetId: stack.changeSetId }),
    ...(template?.description !== undefined && { Description: template.description }),
    ...(!reviewed &&
      Object.keys(stack.model.parameters).length > 0 && { Parameters: parametersView(stack.model) }),
    CreationTime: new Date(stack.createdAt),
    ...(stack.deletedAt !== undefined && { DeletionTime: new Date(stack.deletedAt) }),
    ...(stack.updatedAt !== undefined && { LastUpdatedTime: new Date(stack.updatedAt) }),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    ...(stack.statusReason !== undefined && { StackStatusReason: stack.statusReason }),
    DisableRollback: stack.disableRollback,
    NotificationARNs: stack.model.notificationArns,
    ...(stack.timeoutInMinutes !== undefined && { TimeoutInMinutes: stack.timeoutInMinutes }),
    ...(!reviewed && stack.model.capabilities.length > 0 && { Capabilities: stack.model.capabilities }),
    ...(stack.outputs.length > 0 && {
      Outputs: stack.outputs.map((output) => ({
        OutputKey: output.key,
        OutputValue: output.value,
        ...(output.description !== undefined && { Description: output.description }),
        ...(output.exportName !== undefined && { ExportName: output.exportName }),
      })),
    }),
    ...(stack.model.roleArn !== undefined && { RoleARN: stack.model.roleArn }),
    Tags: reviewed ? [] : stack.model.tags,
    ...(!deleted && { EnableTerminationProtection: stack.terminationProtection }),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    ...(stack.lastOperations.length > 0 && { LastOperations: stack.lastOperations }),
  };
}

export function eventView(stack: StackRecord, event: EventRecord): object {
  return {
    StackId: stack.id,
    EventId: event.id,
    StackName: stack.name,
    ...(event.operationId !== undefined && { OperationId: event.operationId }),
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status,
    ...(event.reason !== undefined && { ResourceStatusReason: event.reason }),
    ...(event.properties !== undefined && { ResourceProperties: stack.texts[event.properties] }),
    ...(event.token !== undefined && { ClientRequestToken: event.token }),
  };
}

/** A member of DescribeStackResources. */
export function resourceView(stack: StackRecord, record: ResourceRecord): object {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: record.logicalId,
    ...(record.physicalId !== '' && { PhysicalResourceId: record.physicalId }),
    ResourceType: record.type,
    Timestamp: new Date(record.changedAt),
    ResourceStatus: record.status,
    ...(record.statusReason !== undefined && { ResourceStatusReason: record.statusReason }),
    DriftInformation: NOT_CHECKED,
  };
}

/** A member of ListStackResources. */
export function resourceSummaryView(record: ResourceRecord): object {
  return {
    LogicalResourceId: record.logicalId,
    ...(record.physicalId !== '' && { PhysicalResourceId: record.physicalId }),
    ResourceType: record.type,
    LastUpdatedTimestamp: new Date(record.changedAt),
    ResourceStatus: record.status,
    ...(record.statusReason !== undefined && { ResourceStatusReason: record.statusReason }),
    DriftInformation: NOT_CHECKED,
  };
}
