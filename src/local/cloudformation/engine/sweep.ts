import type { OperationRecord, ResourceRecord } from '../records.js';
import type { Dependencies } from '../template/graph.js';
import { reversed } from '../template/graph.js';
import type { OperationContext } from './context.js';
import { remove } from './remove.js';
import { type Outcome, walk } from './walk.js';

/** Deletes the operation's leftovers, each before what it depends on. Returns the logical ids that stayed. */
export async function sweepLeftovers(
  context: OperationContext,
  operation: OperationRecord,
): Promise<string[]> {
  const { journal } = context;
  const byKey = new Map(operation.leftovers.map((record) => [keyOf(record), record]));
  const stayed: string[] = [];
  await walk(removalOrder([...byKey.values()], keyOf), async (key) => {
    const record = byKey.get(key) as ResourceRecord;
    if (operation.done.includes(key)) return 'done';
    const tell = (status: string, reason?: string) => journal.leftoverEvent(record, status, reason);
    if (policyOf(record, operation)) {
      tell('DELETE_SKIPPED');
      operation.done.push(key);
      return 'done';
    }
    const outcome = await remove(context, record, tell);
    if (outcome === 'failed') stayed.push(record.logicalId);
    operation.done.push(key);
    journal.save();
    // What could not be deleted must not keep the others.
    return 'done';
  });
  return stayed;
}

/** Deletes every resource of the stack. Returns the logical ids that failed. */
export async function sweepStack(context: OperationContext, operation: OperationRecord): Promise<string[]> {
  const { stack, journal } = context;
  const records = Object.values(stack.resources);
  const failed: string[] = [];
  await walk(
    removalOrder(records, (record) => record.logicalId),
    async (name): Promise<Outcome> => {
      const record = stack.resources[name] as ResourceRecord;
      if (record.status === 'DELETE_COMPLETE' || record.status === 'DELETE_SKIPPED') return 'done';
      const tell = (status: string, reason?: string) => journal.resourceStatus(record, status, reason);
      if (operation.retain.includes(name) || retained(record, operation)) {
        tell('DELETE_SKIPPED');
        return 'done';
      }
      const outcome = await remove(context, record, tell);
      if (outcome === 'done') return 'done';
      if (operation.force) {
        tell('DELETE_SKIPPED');
        return 'done';
      }
      failed.push(name);
      return 'failed';
    },
  );
  return failed.sort();
}

export const keyOf = (record: ResourceRecord): string => `${record.logicalId}/${record.suffix}`;

/** A thing goes only after all that depend on it. */
function removalOrder(records: ResourceRecord[], key: (record: ResourceRecord) => string): Dependencies {
  const keysOf = (logicalId: string) => records.filter((one) => one.logicalId === logicalId).map(key);
  return reversed(
    new Map(
      records.map((record) => [
        key(record),
        new Set(record.dependsOn.flatMap(keysOf).filter((other) => other !== key(record))),
      ]),
    ),
  );
}

function retained(record: ResourceRecord, operation: OperationRecord): boolean {
  if (record.step === 'planned' || record.step === 'foreign') return false;
  if (record.deletionPolicy === 'Retain') {
    // A resource of a stack that never came up is kept, unless RetainExceptOnCreate says otherwise.
    return !(operation.kind === 'CREATE' && operation.retainExceptOnCreate);
  }
  return record.deletionPolicy === 'RetainExceptOnCreate' && operation.kind !== 'CREATE';
}

/** Whether a policy keeps a leftover: on the way back new things go whatever their policy says. */
function policyOf(record: ResourceRecord, operation: OperationRecord): boolean {
  if (operation.phase === 'ROLLBACK_CLEANUP') return false;
  const replaced = record.logicalId in keptIds(operation);
  const policy = replaced ? record.updateReplacePolicy : record.deletionPolicy;
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

function keptIds(operation: OperationRecord): Record<string, true> {
  return Object.fromEntries((operation.replacedIds ?? []).map((id) => [id, true as const]));
}
