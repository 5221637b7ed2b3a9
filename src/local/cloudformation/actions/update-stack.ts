import type { Action } from '../../service.js';
import { plannedUpdate } from '../changes/planned-update.js';
import { validationError } from '../errors.js';
import { newOperation } from '../operations.js';
import type { OperationRecord, StackModel, StackRecord } from '../records.js';
import { type ModelInput, modelOf, requireUpdatable } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';

interface Input extends ModelInput {
  StackName: string;
  DisableRollback?: boolean;
  RetainExceptOnCreate?: boolean;
  ClientRequestToken?: string;
}

/** @throws AwsError ValidationError 'No updates are to be performed.' */
export function updateStack({ cloud, store, engine }: ServiceParts): Action {
  return async (input: Input) => {
    const stack = requireStack(store, input.StackName, (name) => `Stack [${name}] does not exist`);
    requireUpdatable(stack);
    const model = modelOf(input, stack.model);
    const { changes } = await plannedUpdate(cloud, store, stack, model);
    requireUpdatable(stack);
    if (!changes) throw validationError('No updates are to be performed.');
    delete stack.changeSetId;
    const operation = startUpdate(stack, model, input.ClientRequestToken, input.DisableRollback ?? false);
    engine.begin(stack, operation, 'UPDATE_IN_PROGRESS', 'User Initiated');
    return { StackId: stack.id, OperationId: operation.id };
  };
}

/** Puts the new model in the old one's place and notes all that a way back needs. */
export function startUpdate(
  stack: StackRecord,
  model: StackModel,
  token: string | undefined,
  disableRollback: boolean,
): OperationRecord {
  const operation = newOperation('UPDATE', {
    token,
    onFailure: disableRollback ? 'DO_NOTHING' : 'ROLLBACK',
    previous: stack.model,
    before: structuredClone(stack.resources),
  });
  stack.model = model;
  stack.updatedAt = Date.now();
  stack.disableRollback = disableRollback;
  delete stack.deletedAt;
  return operation;
}
