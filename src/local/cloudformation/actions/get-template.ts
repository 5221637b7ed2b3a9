import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import { findChangeSet } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';

/** There are no transforms here, so the processed template is the original one. Words recorded in api/test_templates. */
export function getTemplate({ store }: ServiceParts): Action {
  return (input: { StackName?: string; ChangeSetName?: string; TemplateStage?: string }) => {
    const StagesAvailable = ['Original', 'Processed'];
    if (input.ChangeSetName !== undefined && input.ChangeSetName !== '') {
      const byArn = input.ChangeSetName.startsWith('arn:');
      if (!byArn && !input.StackName) throw validationError('StackName is a required parameter.');
      const stack = input.StackName ? requireStack(store, input.StackName) : undefined;
      const changeSet = findChangeSet(store.changeSets, stack, input.ChangeSetName);
      if (!changeSet) {
        throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${input.ChangeSetName}] does not exist`);
      }
      return { TemplateBody: changeSet.model.templateBody, StagesAvailable };
    }
    if (!input.StackName) throw validationError('StackName is required if ChangeSetName is not specified.');
    const stack = requireStack(store, input.StackName);
    return { TemplateBody: stack.model.templateBody, StagesAvailable };
  };
}
