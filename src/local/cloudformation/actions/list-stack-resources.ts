import type { Action } from '../../service.js';
import { page } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';
import { resourceSummaryView } from '../views.js';

const PAGE = 100;

export function listStackResources({ store }: ServiceParts): Action {
  return (input: { StackName: string; NextToken?: string }) => {
    const stack = requireStack(store, input.StackName);
    const records = Object.values(stack.resources).sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
    const { items, next } = page(records, input.NextToken, PAGE);
    return {
      StackResourceSummaries: items.map(resourceSummaryView),
      ...(next !== undefined && { NextToken: next }),
    };
  };
}
