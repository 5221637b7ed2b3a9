import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import { findChangeSet } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';

/** A change set that does not exist is no error; its stack must. */
export function deleteChangeSet({ store }: ServiceParts): Action {
  return (input: { ChangeSetName: string; StackName?: string }) => {
    const byArn = input.ChangeSetName.startsWith('arn:');
    if (!byArn && !input.StackName) {
      throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
    }
    const stack = byArn
      ? undefined
      : requireStack(store, input.StackName as string, (name) => `Stack [${name}] does not exist`);
    const found = findChangeSet(store.changeSets, stack, input.ChangeSetName);
    if (found?.executionStatus === 'EXECUTE_IN_PROGRESS') {
      throw new AwsError(
        'InvalidChangeSetStatusException',
        `ChangeSet [${found.id}] cannot be deleted in its current status of [EXECUTE_IN_PROGRESS]`,
      );
    }
    if (found) store.removeChangeSets((one) => one.id === found.id);
    return {};
  };
}
