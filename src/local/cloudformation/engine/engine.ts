import type { Cloud } from '../../cloud.js';
import type { OperationRecord, StackRecord } from '../records.js';
import { type Rendering, render } from '../rendering.js';
import type { ResourceType } from '../resources/type.js';
import type { StackStore } from '../store.js';
import { missingAttribute } from './attributes.js';
import { OperationContext } from './context.js';
import { Stopped } from './failure.js';
import { forward } from './forward.js';
import { outputsOf } from './outputs.js';
import {
  cleanup,
  deleteAll,
  end,
  failedCreation,
  failedUpdate,
  rollback,
  rollbackCleanup,
} from './phases.js';
import { surroundingsOf } from './surroundings.js';

/**
 * Runs stacks' operations, one at a time a stack. All that an operation needs is in its stack's document, so that after
 * a kill `resume` goes on where it stopped.
 */
export class Engine {
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly cloud: Cloud,
    private readonly store: StackStore,
    private readonly types: ReadonlyMap<string, ResourceType>,
  ) {}

  /** Records the operation and its first status, then works on it in the background. */
  begin(stack: StackRecord, operation: OperationRecord, status: string, reason: string | undefined): void {
    operation.leftovers.push(...(stack.orphans ?? []));
    delete stack.orphans;
    stack.operation = operation;
    stack.lastOperations = [
      {
        OperationType: `${operation.kind === 'CONTINUE' ? 'CONTINUE_ROLLBACK' : `${operation.kind}_STACK`}`,
        OperationId: operation.id,
      },
    ];
    this.context(stack).journal.stackStatus(status, reason);
    this.work(stack);
  }

  /** Takes up every operation that a kill interrupted. */
  resume(): void {
    for (const stack of this.store.all()) if (stack.operation) this.work(stack);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.running.values());
  }

  private work(stack: StackRecord): void {
    const previous = this.running.get(stack.id) ?? Promise.resolve();
    const next = previous
      .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      .then(() => this.finish(stack))
      .catch((error: unknown) => {
        if (error instanceof Stopped || this.stopping.signal.aborted) return;
        this.cloud.log(
          `cloudformation: ${stack.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      })
      .finally(() => {
        if (this.running.get(stack.id) === next) this.running.delete(stack.id);
      });
    this.running.set(stack.id, next);
  }

  private async finish(stack: StackRecord): Promise<void> {
    const context = this.context(stack);
    while (stack.operation && !this.stopping.signal.aborted) await this.phase(context, stack.operation);
  }

  private async phase(context: OperationContext, operation: OperationRecord): Promise<void> {
    if (operation.phase === 'FORWARD') return this.forward(context, operation);
    if (operation.phase === 'CLEANUP') return cleanup(context, operation);
    if (operation.phase === 'ROLLBACK') return rollback(context, operation);
    if (operation.phase === 'ROLLBACK_CLEANUP') return rollbackCleanup(context, operation);
    return deleteAll(context, operation);
  }

  private async forward(context: OperationContext, operation: OperationRecord): Promise<void> {
    const { stack, store } = context;
    const imports = new Set<string>();
    try {
      const around = await surroundingsOf(this.cloud, store, stack, stack.model, (name) => imports.add(name));
      const rendering = render(stack.model, around);
      operation.reason ??= missingAttribute(rendering, this.types);
      if (operation.reason === undefined) await forward(context, rendering, operation);
      if (operation.deadline !== undefined && Date.now() > operation.deadline) {
        operation.reason ??= 'Stack creation time exceeded the specified timeout.';
      }
      if (operation.failures.length === 0 && operation.reason === undefined && !operation.cancelled) {
        stack.outputs = outputsOf(rendering, stack, store);
        stack.imports = [...imports].sort();
        return this.succeeded(context, operation, rendering);
      }
    } catch (error) {
      operation.reason = context.reason('(template)', error, '');
    }
    return operation.kind === 'CREATE'
      ? failedCreation(context, operation)
      : failedUpdate(context, operation);
  }

  private succeeded(context: OperationContext, operation: OperationRecord, rendering: Rendering): void {
    const { stack, journal } = context;
    if (operation.kind === 'CREATE') {
      end(context, 'CREATE_COMPLETE');
      return;
    }
    operation.replacedIds = [];
    for (const before of Object.values(operation.before)) {
      const now = stack.resources[before.logicalId];
      if (!(before.logicalId in rendering.resources)) {
        delete stack.resources[before.logicalId];
        operation.leftovers.push(before);
      } else if (now?.suffix !== before.suffix) {
        operation.replacedIds.push(before.logicalId);
        operation.leftovers.push(before);
      }
    }
    operation.phase = 'CLEANUP';
    operation.done = [];
    journal.stackStatus('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  }

  private context(stack: StackRecord): OperationContext {
    return new OperationContext(this.cloud, this.store, stack, this.types, this.stopping.signal);
  }
}
