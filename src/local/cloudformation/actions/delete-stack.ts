import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import { newOperation } from '../operations.js';
import type { ServiceParts } from '../service-parts.js';

interface Input {
  StackName: string;
  RetainResources?: string[];
  DeletionMode?: 'STANDARD' | 'FORCE_DELETE_STACK';
  RoleARN?: string;
  ClientRequestToken?: string;
}

/** Deleting what does not exist, or is being deleted, is no error: AWS answers 200 and does nothing. */
export function deleteStack({ store, engine }: ServiceParts): Action {
  return (input: Input) => {
    const stack = store.find(input.StackName);
    if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
    if (stack.terminationProtection) {
      throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
    }
    if (stack.operation) {
      throw validationError(`Stack [${stack.name}] cannot be deleted while in status ${stack.status}`);
    }
    const force = input.DeletionMode === 'FORCE_DELETE_STACK';
    const retain = input.RetainResources ?? [];
    if ((retain.length > 0 || force) && stack.status !== 'DELETE_FAILED') {
      throw validationError(
        `Invalid operation on stack [${stack.id}]. ${force ? 'DeletionMode FORCE_DELETE_STACK' : 'RetainResources'} can only be specified when the stack is in DELETE_FAILED state.`,
      );
    }
    const unknown = retain.filter((name) => !(name in stack.resources));
    if (unknown.length > 0) {
      throw validationError(`Resource [${unknown.join(', ')}] does not exist in stack [${stack.name}]`);
    }
    if (input.RoleARN !== undefined) stack.model = { ...stack.model, roleArn: input.RoleARN };
    const previousStatus = stack.status;
    stack.deletedAt = Date.now();
    delete stack.heldBack;
    const operation = newOperation('DELETE', {
      token: input.ClientRequestToken,
      retain,
      force,
      previousStatus,
    });
    engine.begin(stack, operation, 'DELETE_IN_PROGRESS', 'User Initiated');
    store.removeChangeSets(
      (changeSet) => changeSet.stackId === stack.id && changeSet.executionStatus !== 'EXECUTE_COMPLETE',
    );
    return {};
  };
}
