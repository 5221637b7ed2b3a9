import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { compare } from '../changes/compare.js';
import { plannedUpdate } from '../changes/planned-update.js';
import { Journal } from '../engine/journal.js';
import { surroundingsOf } from '../engine/surroundings.js';
import { validationError } from '../errors.js';
import type { ChangeSetRecord, StackRecord } from '../records.js';
import { render } from '../rendering.js';
import { checkStackName, findChangeSet, type ModelInput, modelOf, requireUpdatable } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';
import { blankStack } from './create-stack.js';

interface Input extends ModelInput {
  StackName: string;
  ChangeSetName: string;
  ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT';
  Description?: string;
  ClientToken?: string;
  OnStackFailure?: 'DO_NOTHING' | 'ROLLBACK' | 'DELETE';
  ResourcesToImport?: object[];
  ImportExistingResources?: boolean;
  IncludeNestedStacks?: boolean;
  DeploymentMode?: string;
}

const CHANGE_SET_NAME = /^[a-zA-Z][-a-zA-Z0-9]*$/;
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Works out at once what a template would change; CREATE makes a stack under review (recorded: api/test_changesets). */
export function createChangeSet(parts: ServiceParts): Action {
  return async (input: Input) => {
    refuse(input);
    const { cloud, store, types } = parts;
    const kind = input.ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE';
    const found = store.find(input.StackName);
    const stack = kind === 'CREATE' ? stackToCreate(input, found) : stackToUpdate(input, found);
    if (stack) {
      const same = findChangeSet(store.changeSets, stack, input.ChangeSetName);
      if (same && input.ClientToken !== undefined && same.clientToken === input.ClientToken) {
        return { Id: same.id, StackId: stack.id };
      }
      if (same)
        throw new AwsError(
          'AlreadyExistsException',
          `ChangeSet ${input.ChangeSetName} cannot be created due to a mismatch with existing attribute ChangeSetName`,
        );
    }
    const model = modelOf(input, kind === 'UPDATE' ? stack?.model : undefined);
    const name = stack?.name ?? input.StackName;
    const id = stack?.id ?? store.newStackId(name);
    const target = stack ?? blankStack(id, name, model);
    const planned = kind === 'UPDATE' ? await plannedUpdate(cloud, store, target, model) : undefined;
    const after = planned?.after ?? render(model, await surroundingsOf(cloud, store, target, model));
    if (!stack && store.find(name)) throw taken(input);
    const same = planned?.changes === false;
    const compared = compare(target, planned?.before, after, model, types);
    const changeSet: ChangeSetRecord = {
      id: store.newChangeSetId(input.ChangeSetName),
      name: input.ChangeSetName,
      stackId: id,
      stackName: name,
      kind,
      ...(input.Description !== undefined && { description: input.Description }),
      status: same ? 'FAILED' : 'CREATE_COMPLETE',
      ...(same && { statusReason: NO_CHANGES }),
      executionStatus: same ? 'UNAVAILABLE' : 'AVAILABLE',
      createdAt: Date.now(),
      model,
      ...(input.OnStackFailure !== undefined && { onStackFailure: input.OnStackFailure }),
      changes: same ? [] : compared.changes,
      changesWithValues: same ? [] : compared.withValues,
      ...(compared.reason !== undefined && { valuesReason: compared.reason }),
      ...(input.ClientToken !== undefined && { clientToken: input.ClientToken }),
    };
    if (!stack) {
      store.add(target);
      new Journal(store, target).stackStatus('REVIEW_IN_PROGRESS', 'User Initiated');
    }
    store.addChangeSet(changeSet);
    return { Id: changeSet.id, StackId: id };
  };
}

function refuse(input: Input): void {
  if (!input.StackName.startsWith('arn:')) checkStackName(input.StackName);
  if (!CHANGE_SET_NAME.test(input.ChangeSetName)) {
    throw validationError(
      `1 validation error detected: Value '${input.ChangeSetName}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  }
  if (
    input.ChangeSetType === 'IMPORT' ||
    (input.ResourcesToImport ?? []).length > 0 ||
    input.ImportExistingResources
  ) {
    throw validationError('The local cloud does not support importing resources.');
  }
  if (input.DeploymentMode !== undefined) {
    throw validationError('The local cloud does not support DeploymentMode.');
  }
  if (input.OnStackFailure === 'DELETE' && input.ChangeSetType !== 'CREATE') {
    throw validationError('OnStackFailure DELETE can only be used with change sets of type CREATE.');
  }
}

function stackToCreate(input: Input, found: StackRecord | undefined): StackRecord | undefined {
  if (found && found.status !== 'REVIEW_IN_PROGRESS') {
    throw taken(input);
  }
  return found;
}

const taken = (input: Input) =>
  validationError(
    `Stack [${input.StackName}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
  );

function stackToUpdate(input: Input, found: StackRecord | undefined): StackRecord {
  if (!found) throw validationError(`Stack [${input.StackName}] does not exist`);
  requireUpdatable(found);
  return found;
}
