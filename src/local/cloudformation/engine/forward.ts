import type { OperationRecord, ResourceRecord } from '../records.js';
import { type Rendering, seenRecord } from '../rendering.js';
import { type JsonObject, sameJson } from '../template/json.js';
import { resolveMembers } from '../template/resolve.js';
import type { ResourceDefinition } from '../template/template.js';
import { change, changedProperties, nameStays, needsReplacement } from './change.js';
import type { OperationContext } from './context.js';
import { CREATE, make, REPLACE } from './make.js';
import { newSuffix } from './names.js';
import { type Outcome, walk } from './walk.js';

/** Creates and updates every resource of the template; failures are noted in the operation. */
export async function forward(
  context: OperationContext,
  rendering: Rendering,
  operation: OperationRecord,
): Promise<void> {
  const { stack, journal } = context;
  const late = () => operation.deadline !== undefined && Date.now() > operation.deadline;
  const stop = () => operation.failures.length > 0 || operation.cancelled === true || late();
  const scope = rendering.scope((logicalId) => {
    const record = stack.resources[logicalId];
    return record && seenRecord(record);
  });
  const work = async (name: string): Promise<Outcome> => {
    if (operation.done.includes(name)) return 'done';
    if (stop()) return 'failed';
    const definition = rendering.resources[name] as ResourceDefinition;
    const before = standing(operation.before[name]);
    let properties: JsonObject;
    try {
      properties = resolveMembers(definition.Properties, scope);
    } catch (error) {
      return unresolved(context, operation, name, definition, before, error);
    }
    const needs = [...(rendering.graph.get(name) ?? [])];
    const outcome = before
      ? await updated(context, definition, before, properties, needs, stop)
      : await created(context, name, definition, properties, needs, stop);
    if (outcome === 'done') operation.done.push(name);
    else operation.failures.push({ logicalId: name, verb: before ? 'update' : 'create' });
    journal.save();
    return outcome;
  };
  await walk(rendering.graph, work, { stopAtFailure: true });
}

/** What an earlier operation that failed without rollback left unmade is made now. */
function standing(before: ResourceRecord | undefined): ResourceRecord | undefined {
  return before && (before.step === 'made' || before.step === 'done') ? before : undefined;
}

function created(
  context: OperationContext,
  name: string,
  definition: ResourceDefinition,
  properties: JsonObject,
  needs: string[],
  stop: () => boolean,
): Promise<Outcome> {
  const { stack, journal } = context;
  let record = stack.resources[name];
  if (!record || record.status.endsWith('_FAILED')) {
    record = blank(name, definition, properties, needs, context.stack.model.tags);
    stack.resources[name] = record;
    journal.resourceStatus(record, 'CREATE_IN_PROGRESS');
  }
  return make(context, context.types.get(record.type), record, CREATE, stop);
}

async function updated(
  context: OperationContext,
  definition: ResourceDefinition,
  before: ResourceRecord,
  properties: JsonObject,
  needs: string[],
  stop: () => boolean,
): Promise<Outcome> {
  const { stack, journal } = context;
  const type = context.types.get(definition.Type);
  const current = stack.resources[before.logicalId] as ResourceRecord;
  const replacing =
    definition.Type !== before.type || (type !== undefined && needsReplacement(type, before, properties));
  if (!replacing) {
    Object.assign(current, meta(definition), { dependsOn: needs, properties, tags: stack.model.tags });
    const same =
      changedProperties(before.properties, properties).length === 0 && sameTags(before, current, type);
    if (same && !before.status.endsWith('_FAILED')) return 'done';
    return change(context, type, current, before, stop);
  }
  let record = current;
  if (current.suffix === before.suffix) {
    record = blank(before.logicalId, definition, properties, needs, stack.model.tags);
    const telling = { ...before, properties };
    if (type && definition.Type === before.type && nameStays(type, before, record, stack.name)) {
      Object.assign(current, { properties });
      journal.resourceStatus(
        current,
        'UPDATE_FAILED',
        `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${before.physicalId} and update the stack again.`,
      );
      Object.assign(current, { properties: before.properties });
      return 'failed';
    }
    journal.resourceEvent(
      telling,
      'UPDATE_IN_PROGRESS',
      'Requested update requires the creation of a new physical resource; hence creating one.',
    );
    record.status = 'UPDATE_IN_PROGRESS';
    stack.resources[before.logicalId] = record;
    journal.save();
  }
  return make(context, type, record, REPLACE, stop);
}

/** Types that take tags are updated when only the stack's tags changed. */
function sameTags(
  before: ResourceRecord,
  after: ResourceRecord,
  type: { properties: readonly string[] } | undefined,
) {
  if (!type?.properties.includes('Tags')) return true;
  return sameJson(before.tags as never, after.tags as never);
}

function unresolved(
  context: OperationContext,
  operation: OperationRecord,
  name: string,
  definition: ResourceDefinition,
  before: ResourceRecord | undefined,
  error: unknown,
): Outcome {
  const record = context.stack.resources[name] ?? blank(name, definition, {}, [], []);
  context.stack.resources[name] = record;
  if (!before) record.step = 'foreign';
  context.journal.resourceStatus(
    record,
    before ? 'UPDATE_FAILED' : 'CREATE_FAILED',
    context.reason(`${name} (template)`, error, ''),
  );
  operation.failures.push({ logicalId: name, verb: before ? 'update' : 'create' });
  return 'failed';
}

function blank(
  logicalId: string,
  definition: ResourceDefinition,
  properties: JsonObject,
  dependsOn: string[],
  tags: ResourceRecord['tags'],
): ResourceRecord {
  return {
    logicalId,
    type: definition.Type,
    status: 'CREATE_IN_PROGRESS',
    physicalId: '',
    changedAt: Date.now(),
    suffix: newSuffix(),
    properties,
    attributes: {},
    dependsOn,
    step: 'planned',
    tags,
    ...meta(definition),
  };
}

function meta(
  definition: ResourceDefinition,
): Pick<ResourceRecord, 'deletionPolicy' | 'updateReplacePolicy'> {
  return {
    ...(definition.DeletionPolicy && { deletionPolicy: definition.DeletionPolicy }),
    ...(definition.UpdateReplacePolicy && { updateReplacePolicy: definition.UpdateReplacePolicy }),
  };
}
