import type { Action } from '../../service.js';
import { page } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';
import { stackView } from '../views.js';

const PAGE = 100;

/** By name, by id (deleted ones too), or all that are not deleted, newest first. */
export function describeStacks({ store }: ServiceParts): Action {
  return (input: { StackName?: string; NextToken?: string }) => {
    if (input.StackName !== undefined && input.StackName !== '') {
      return { Stacks: [stackView(requireStack(store, input.StackName))] };
    }
    const living = store
      .all()
      .filter((stack) => stack.status !== 'DELETE_COMPLETE')
      .reverse();
    const { items, next } = page(living, input.NextToken, PAGE);
    return { Stacks: items.map(stackView), ...(next !== undefined && { NextToken: next }) };
  };
}
