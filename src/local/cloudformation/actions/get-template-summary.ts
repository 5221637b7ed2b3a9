import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import { type ModelInput, templateBody } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';
import { checkTemplate } from '../template/check.js';
import { parseTemplate } from '../template/parse.js';
import { summaryOf } from '../template/summary.js';

export function getTemplateSummary({ store, types }: ServiceParts): Action {
  return (input: ModelInput & { StackSetName?: string }) => {
    if (input.StackSetName !== undefined) throw validationError('The local cloud has no stack sets.');
    let body: string;
    if (input.StackName) {
      const stack = requireStack(store, input.StackName);
      if (stack.status === 'REVIEW_IN_PROGRESS') {
        throw validationError('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.');
      }
      body = stack.model.templateBody;
    } else {
      body = templateBody(input);
    }
    const template = parseTemplate(body);
    checkTemplate(template);
    return summaryOf(template, types);
  };
}
