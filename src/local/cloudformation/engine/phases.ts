import type { OperationRecord, StackModel } from '../records.js';
import type { OperationContext } from './context.js';
import { importers } from './outputs.js';
import { restore } from './rollback.js';
import { sweepLeftovers, sweepStack } from './sweep.js';

/** The operation is over: the stack comes to rest in a status. */
export function end(context: OperationContext, status: string, reason?: string): void {
  const { stack, journal } = context;
  const { operation } = stack;
  if (status === 'DELETE_COMPLETE') {
    stack.deletedAt = Date.now();
    stack.outputs = [];
    stack.imports = [];
  }
  // The event still carries the operation's token; then operation and status are saved as one.
  journal.stackStatus(status, reason, () => {
    if (operation) delete stack.operation;
  });
}

/** After a creation that failed: what OnFailure or OnStackFailure asks for. */
export function failedCreation(context: OperationContext, operation: OperationRecord): void {
  const { stack, journal } = context;
  const why = whyOf(operation);
  if (operation.onFailure === 'DO_NOTHING') {
    end(context, 'CREATE_FAILED', why);
    return;
  }
  operation.phase = operation.onFailure === 'DELETE' ? 'DELETE' : 'ROLLBACK';
  operation.done = [];
  stack.deletedAt = Date.now();
  delete stack.changeSetId;
  if (operation.onFailure === 'DELETE') {
    operation.kind = 'DELETE';
    journal.stackStatus('DELETE_IN_PROGRESS', `${why}Delete requested by user.`);
  } else {
    journal.stackStatus('ROLLBACK_IN_PROGRESS', `${why}Rollback requested by user.`);
  }
}

/** After an update that failed. */
export function failedUpdate(context: OperationContext, operation: OperationRecord): void {
  const why = whyOf(operation);
  if (operation.onFailure === 'DO_NOTHING' && !operation.cancelled) {
    keepOrphans(context, operation);
    end(context, 'UPDATE_FAILED', why);
    return;
  }
  startRollback(context, operation, operation.cancelled ? 'User Initiated' : why);
}

/** Of each replacement one half leaves the stack's list without being deleted yet. */
function keepOrphans(context: OperationContext, operation: OperationRecord): void {
  const { stack } = context;
  const orphans = [...operation.leftovers];
  for (const [name, before] of Object.entries(operation.before)) {
    const now = stack.resources[name];
    if (!now || now.suffix === before.suffix) continue;
    if (now.step === 'done') {
      orphans.push(before);
    } else {
      if (now.step === 'made') orphans.push(now);
      stack.resources[name] = { ...before, status: 'UPDATE_FAILED' };
    }
  }
  if (orphans.length > 0) stack.orphans = orphans;
}

/** Turns an update back. */
export function startRollback(context: OperationContext, operation: OperationRecord, reason: string): void {
  operation.phase = 'ROLLBACK';
  operation.done = [];
  context.stack.model = operation.previous as StackModel;
  context.journal.stackStatus('UPDATE_ROLLBACK_IN_PROGRESS', reason);
}

/** After an update that succeeded: what was replaced or removed goes. */
export async function cleanup(context: OperationContext, operation: OperationRecord): Promise<void> {
  const stayed = await sweepLeftovers(context, operation);
  end(
    context,
    'UPDATE_COMPLETE',
    stayed.length > 0 ? 'Update successful. One or more resources could not be deleted.' : undefined,
  );
}

/** A creation's rollback deletes all; an update's puts everything back. */
export async function rollback(context: OperationContext, operation: OperationRecord): Promise<void> {
  if (operation.kind === 'CREATE') {
    const failed = await sweepStack(context, operation);
    if (failed.length === 0) return end(context, 'ROLLBACK_COMPLETE');
    return end(context, 'ROLLBACK_FAILED', failedToDelete(failed));
  }
  const failed = await restore(context, operation);
  if (failed.length > 0) {
    context.stack.heldBack = operation;
    const names = failed.join(', ');
    return end(context, 'UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${names}]. `);
  }
  operation.phase = 'ROLLBACK_CLEANUP';
  operation.done = [];
  context.journal.stackStatus('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
}

export async function rollbackCleanup(context: OperationContext, operation: OperationRecord): Promise<void> {
  await sweepLeftovers(context, operation);
  end(context, 'UPDATE_ROLLBACK_COMPLETE');
}

export async function deleteAll(context: OperationContext, operation: OperationRecord): Promise<void> {
  if (operation.previousStatus !== undefined) {
    for (const { exportName } of context.stack.outputs) {
      const users = exportName === undefined ? [] : importers(context.store, exportName);
      if (users.length === 0) continue;
      const reason = `Delete canceled. Cannot delete export ${exportName} as it is in use by ${users.join(', ')}.`;
      return end(context, operation.previousStatus, reason);
    }
  }
  await sweepLeftovers(context, operation);
  const failed = await sweepStack(context, operation);
  if (failed.length === 0) return end(context, 'DELETE_COMPLETE');
  end(context, 'DELETE_FAILED', failedToDelete(failed));
}

const failedToDelete = (names: string[]): string =>
  `The following resource(s) failed to delete: [${names.join(', ')}]. `;

/** 'The following resource(s) failed to create: [A, B]. ' with its trailing space, as AWS writes it. */
function whyOf(operation: OperationRecord): string {
  const say = (verb: string) => {
    const names = operation.failures.filter((one) => one.verb === verb).map((one) => one.logicalId);
    return names.length === 0 ? '' : `The following resource(s) failed to ${verb}: [${names.join(', ')}]. `;
  };
  const reason = operation.reason === undefined ? '' : `${operation.reason} `;
  return `${reason}${say('create')}${say('update')}`;
}
