import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { surroundingsOf } from '../engine/surroundings.js';
import { validationError } from '../errors.js';
import { newOperation } from '../operations.js';
import type { StackRecord } from '../records.js';
import { render } from '../rendering.js';
import { checkStackName, type ModelInput, modelOf } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';

interface Input extends ModelInput {
  StackName: string;
  DisableRollback?: boolean;
  OnFailure?: 'DO_NOTHING' | 'ROLLBACK' | 'DELETE';
  TimeoutInMinutes?: number;
  EnableTerminationProtection?: boolean;
  RetainExceptOnCreate?: boolean;
  ClientRequestToken?: string;
}

/** A stack of a name under review may be created all the same; its change sets become OBSOLETE (recorded: api/test_changesets). */
export function createStack({ cloud, store, engine }: ServiceParts): Action {
  return async (input: Input) => {
    checkStackName(input.StackName);
    if (input.DisableRollback !== undefined && input.OnFailure !== undefined) {
      throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
    }
    const model = modelOf(input);
    const existing = store.find(input.StackName);
    if (existing && existing.status !== 'REVIEW_IN_PROGRESS') {
      if (input.ClientRequestToken !== undefined && firstToken(existing) === input.ClientRequestToken) {
        return { StackId: existing.id };
      }
      throw taken(input.StackName);
    }
    const id = existing?.id ?? store.newStackId(input.StackName);
    render(model, await surroundingsOf(cloud, store, { id, name: input.StackName }, model));
    if (!existing && store.find(input.StackName)) throw taken(input.StackName);
    const onFailure = input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK');
    const stack: StackRecord = existing ?? blankStack(id, input.StackName, model);
    Object.assign(stack, { model, disableRollback: onFailure === 'DO_NOTHING' });
    stack.terminationProtection = input.EnableTerminationProtection ?? false;
    if (input.TimeoutInMinutes !== undefined) stack.timeoutInMinutes = input.TimeoutInMinutes;
    for (const changeSet of store.changeSets) {
      if (changeSet.stackId === id && changeSet.executionStatus === 'AVAILABLE')
        changeSet.executionStatus = 'OBSOLETE';
    }
    if (existing) store.saveChangeSets();
    else store.add(stack);
    const operation = newOperation('CREATE', {
      token: input.ClientRequestToken,
      onFailure,
      ...(input.RetainExceptOnCreate !== undefined && { retainExceptOnCreate: input.RetainExceptOnCreate }),
      ...(input.TimeoutInMinutes !== undefined && { deadline: Date.now() + input.TimeoutInMinutes * 60_000 }),
    });
    engine.begin(stack, operation, 'CREATE_IN_PROGRESS', 'User Initiated');
    return { StackId: id, OperationId: operation.id };
  };
}

const taken = (name: string) => new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);

export function blankStack(id: string, name: string, model: StackRecord['model']): StackRecord {
  return {
    id,
    name,
    status: 'REVIEW_IN_PROGRESS',
    createdAt: Date.now(),
    disableRollback: false,
    terminationProtection: false,
    model,
    resources: {},
    outputs: [],
    imports: [],
    events: [],
    texts: [],
    lastOperations: [],
  };
}

function firstToken(stack: StackRecord): string | undefined {
  return stack.events.find((event) => event.status === 'CREATE_IN_PROGRESS')?.token;
}
