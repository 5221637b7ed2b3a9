import type { Action } from '../../service.js';
import { page } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';

const PAGE = 100;

export function listChangeSets({ store }: ServiceParts): Action {
  return (input: { StackName: string; NextToken?: string }) => {
    const stack = requireStack(store, input.StackName, (name) => `Stack [${name}] does not exist`);
    // One that was executed is no longer listed.
    const listed = store.changeSets.filter(
      (one) => one.stackId === stack.id && !one.executionStatus.startsWith('EXECUTE'),
    );
    const { items, next } = page(listed, input.NextToken, PAGE);
    return {
      Summaries: items.map((one) => ({
        StackId: one.stackId,
        StackName: one.stackName,
        ChangeSetId: one.id,
        ChangeSetName: one.name,
        ExecutionStatus: one.executionStatus,
        Status: one.status,
        ...(one.statusReason !== undefined && { StatusReason: one.statusReason }),
        CreationTime: new Date(one.createdAt),
        ...(one.description !== undefined && { Description: one.description }),
        IncludeNestedStacks: false,
      })),
      ...(next !== undefined && { NextToken: next }),
    };
  };
}
