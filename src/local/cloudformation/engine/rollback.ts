import type { OperationRecord, ResourceRecord } from '../records.js';
import { change } from './change.js';
import type { OperationContext } from './context.js';
import { type Outcome, walk } from './walk.js';

/**
 * Brings an updated stack's resources back to what they were. What was made anew becomes a leftover, to be deleted
 * afterwards. Returns the logical ids that could not be brought back.
 */
export async function restore(context: OperationContext, operation: OperationRecord): Promise<string[]> {
  const { stack, journal } = context;
  setAside(context, operation);
  const failed: string[] = [];
  const graph = new Map(
    Object.values(operation.before).map((record) => [record.logicalId, new Set(record.dependsOn)] as const),
  );
  await walk(graph, async (name): Promise<Outcome> => {
    const before = operation.before[name] as ResourceRecord;
    const current = stack.resources[name] as ResourceRecord;
    if (operation.done.includes(name)) return 'done';
    if (operation.skip.includes(name)) {
      stack.resources[name] = structuredClone(before);
      journal.resourceStatus(stack.resources[name] as ResourceRecord, 'UPDATE_COMPLETE');
      operation.done.push(name);
      return 'done';
    }
    if (current.changedAt === before.changedAt) {
      stack.resources[name] = structuredClone(before);
      return 'done';
    }
    const outcome = await back(context, before, current);
    if (outcome === 'done') operation.done.push(name);
    else failed.push(name);
    journal.save();
    return outcome;
  });
  return failed.sort();
}

function back(context: OperationContext, before: ResourceRecord, current: ResourceRecord): Promise<Outcome> {
  const { stack } = context;
  const restored: ResourceRecord = { ...structuredClone(before), status: 'UPDATE_FAILED' };
  stack.resources[before.logicalId] = restored;
  return change(context, context.types.get(before.type), restored, current, () => false);
}

/** New resources, and the new halves of replacements, leave the stack's list; the old halves return to it. */
function setAside(context: OperationContext, operation: OperationRecord): void {
  const { stack, journal } = context;
  for (const [name, record] of Object.entries(stack.resources)) {
    const before = operation.before[name];
    if (before && before.suffix === record.suffix) continue;
    operation.leftovers.push(record);
    if (before) {
      stack.resources[name] = structuredClone(before);
      journal.resourceStatus(stack.resources[name] as ResourceRecord, 'UPDATE_COMPLETE');
      operation.done.push(name);
    } else {
      delete stack.resources[name];
    }
  }
  journal.save();
}
