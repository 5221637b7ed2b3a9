import type { Action } from '../../service.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';

export function updateTerminationProtection({ store }: ServiceParts): Action {
  return (input: { StackName: string; EnableTerminationProtection: boolean }) => {
    const stack = requireStack(store, input.StackName, (name) => `Stack [${name}] does not exist`);
    stack.terminationProtection = input.EnableTerminationProtection;
    store.save(stack);
    return { StackId: stack.id };
  };
}
