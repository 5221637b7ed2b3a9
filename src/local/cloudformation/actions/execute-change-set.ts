import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import { newOperation } from '../operations.js';
import { requireUpdatable } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';
import { requireChangeSet } from './describe-change-set.js';
import { startUpdate } from './update-stack.js';

interface Input {
  ChangeSetName: string;
  StackName?: string;
  DisableRollback?: boolean;
  RetainExceptOnCreate?: boolean;
  ClientRequestToken?: string;
}

/** Executes a change set; the stack's other change sets are deleted with it, as AWS does. */
export function executeChangeSet({ store, engine }: ServiceParts): Action {
  return (input: Input) => {
    const changeSet = requireChangeSet(store, input.ChangeSetName, input.StackName);
    if (changeSet.executionStatus !== 'AVAILABLE') {
      throw new AwsError(
        'InvalidChangeSetStatusException',
        `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status === 'FAILED' ? 'FAILED' : changeSet.executionStatus}]`,
      );
    }
    const stack = requireStack(store, changeSet.stackId);
    if (input.DisableRollback && changeSet.onStackFailure !== undefined) {
      throw validationError('DisableRollback cannot be specified for a change set with OnStackFailure.');
    }
    const onFailure =
      (changeSet.onStackFailure as 'DO_NOTHING' | 'ROLLBACK' | 'DELETE' | undefined) ??
      (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK');
    if (changeSet.kind === 'CREATE') {
      if (stack.status !== 'REVIEW_IN_PROGRESS') {
        throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
      }
      Object.assign(stack, {
        model: changeSet.model,
        updatedAt: Date.now(),
        changeSetId: changeSet.id,
        disableRollback: onFailure === 'DO_NOTHING',
      });
      const operation = newOperation('CREATE', {
        token: input.ClientRequestToken,
        onFailure,
        ...(input.RetainExceptOnCreate !== undefined && { retainExceptOnCreate: input.RetainExceptOnCreate }),
      });
      engine.begin(stack, operation, 'CREATE_IN_PROGRESS', 'User Initiated');
    } else {
      requireUpdatable(stack);
      const operation = startUpdate(
        stack,
        changeSet.model,
        input.ClientRequestToken,
        onFailure === 'DO_NOTHING',
      );
      stack.changeSetId = changeSet.id;
      engine.begin(stack, operation, 'UPDATE_IN_PROGRESS', 'User Initiated');
    }
    changeSet.executionStatus = 'EXECUTE_COMPLETE';
    store.removeChangeSets((one) => one.stackId === stack.id && !one.executionStatus.startsWith('EXECUTE'));
    return {};
  };
}
