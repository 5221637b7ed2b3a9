import type { Action } from '../../service.js';
import { page } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { parseTemplate } from '../template/parse.js';

const PAGE = 100;

/** Every stack, deleted ones too, newest first. */
export function listStacks({ store }: ServiceParts): Action {
  return (input: { StackStatusFilter?: string[]; NextToken?: string }) => {
    const filter = input.StackStatusFilter ?? [];
    const wanted = store
      .all()
      .filter((stack) => filter.length === 0 || filter.includes(stack.status))
      .reverse();
    const { items, next } = page(wanted, input.NextToken, PAGE);
    return {
      StackSummaries: items.map((stack) => {
        const description =
          stack.status === 'REVIEW_IN_PROGRESS'
            ? undefined
            : parseTemplate(stack.model.templateBody).description;
        return {
          StackId: stack.id,
          StackName: stack.name,
          ...(description !== undefined && { TemplateDescription: description }),
          CreationTime: new Date(stack.createdAt),
          ...(stack.updatedAt !== undefined && { LastUpdatedTime: new Date(stack.updatedAt) }),
          ...(stack.deletedAt !== undefined && { DeletionTime: new Date(stack.deletedAt) }),
          StackStatus: stack.status,
          ...(stack.statusReason !== undefined && { StackStatusReason: stack.statusReason }),
          DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
        };
      }),
      ...(next !== undefined && { NextToken: next }),
    };
  };
}
