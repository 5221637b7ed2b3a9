import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import type { ChangeSetRecord } from '../records.js';
import { findChangeSet, page } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack, type StackStore } from '../store.js';
import { parametersView } from '../views.js';

const PAGE = 100;

interface Input {
  ChangeSetName: string;
  StackName?: string;
  IncludePropertyValues?: boolean;
  NextToken?: string;
}

export function describeChangeSet({ store }: ServiceParts): Action {
  return (input: Input) => {
    const changeSet = requireChangeSet(store, input.ChangeSetName, input.StackName);
    const all = input.IncludePropertyValues ? changeSet.changesWithValues : changeSet.changes;
    const { items, next } = page(all, input.NextToken, PAGE);
    const reason =
      changeSet.statusReason ?? (input.IncludePropertyValues ? changeSet.valuesReason : undefined);
    const { model } = changeSet;
    return {
      ChangeSetName: changeSet.name,
      ChangeSetId: changeSet.id,
      StackId: changeSet.stackId,
      StackName: changeSet.stackName,
      ...(changeSet.description !== undefined && { Description: changeSet.description }),
      ...(Object.keys(model.parameters).length > 0 && { Parameters: parametersView(model) }),
      CreationTime: new Date(changeSet.createdAt),
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      ...(reason !== undefined && { StatusReason: reason }),
      NotificationARNs: model.notificationArns,
      RollbackConfiguration: {},
      Capabilities: model.capabilities,
      ...(model.tags.length > 0 && { Tags: model.tags }),
      Changes: items,
      IncludeNestedStacks: false,
      ...(changeSet.onStackFailure !== undefined && { OnStackFailure: changeSet.onStackFailure }),
      ...(next !== undefined && { NextToken: next }),
    };
  };
}

/** @throws AwsError ValidationError, ChangeSetNotFound (recorded: api/test_changesets). */
export function requireChangeSet(
  store: StackStore,
  nameOrId: string,
  stackName: string | undefined,
): ChangeSetRecord {
  if (!nameOrId.startsWith('arn:') && !stackName) {
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  const stack = nameOrId.startsWith('arn:')
    ? undefined
    : requireStack(store, stackName as string, (name) => `Stack [${name}] does not exist`);
  const found = findChangeSet(store.changeSets, stack, nameOrId);
  if (!found) throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${nameOrId}] does not exist`);
  return found;
}
