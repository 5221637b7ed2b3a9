import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import { newOperation } from '../operations.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';

/** Goes on with a rollback that failed; resources to skip count as rolled back. */
export function continueUpdateRollback({ store, engine }: ServiceParts): Action {
  return (input: { StackName: string; ResourcesToSkip?: string[]; ClientRequestToken?: string }) => {
    const stack = requireStack(store, input.StackName);
    const held = stack.heldBack;
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !held) {
      throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not continue rollback.`);
    }
    const skip = input.ResourcesToSkip ?? [];
    const unknown = skip.filter((name) => !(name in held.before));
    if (unknown.length > 0)
      throw validationError(`Resources [${unknown.join(', ')}] do not exist in stack ${stack.name}`);
    delete stack.heldBack;
    const operation = newOperation('CONTINUE', {
      token: input.ClientRequestToken,
      phase: 'ROLLBACK',
      before: held.before,
      leftovers: held.leftovers,
      done: held.done,
      skip,
      ...(held.previous && { previous: held.previous }),
    });
    engine.begin(stack, operation, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
    return { OperationId: operation.id };
  };
}
