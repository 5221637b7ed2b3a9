import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';

/** Only an update under way can be cancelled; it is then rolled back. */
export function cancelUpdateStack({ store }: ServiceParts): Action {
  return (input: { StackName: string; ClientRequestToken?: string }) => {
    const stack = requireStack(store, input.StackName, (name) => `Stack [${name}] does not exist`);
    const { operation } = stack;
    if (stack.status !== 'UPDATE_IN_PROGRESS' || !operation) {
      throw validationError(`CancelUpdateStack cannot be called from current stack status`);
    }
    operation.cancelled = true;
    if (input.ClientRequestToken !== undefined) operation.token = input.ClientRequestToken;
    store.save(stack);
    return {};
  };
}
