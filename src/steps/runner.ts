import { WorkshopError } from '../errors.js';
import type { Step, StepContext, StepOutcome } from './step.js';

type Direction = 'run' | 'undo';

/**
 * Runs steps as a graph: each as soon as those it needs are through, as many at once as there are. After a failure
 * nothing new begins, what runs is let finish, and the first error is thrown.
 * `undo` goes the other way: a step is undone after all that need it.
 */
export async function runSteps(
  steps: Step[],
  context: StepContext,
  direction: Direction = 'run',
): Promise<void> {
  const needs = direction === 'run' ? new Map(steps.map((step) => [step.id, step.needs])) : reversed(steps);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const started = new Map<string, Promise<void>>();
  let failure: { error: unknown } | undefined;

  function start(id: string): Promise<void> {
    let promise = started.get(id);
    if (!promise) {
      promise = Promise.all((needs.get(id) ?? []).filter((need) => byId.has(need)).map(start)).then(
        async () => {
          const step = byId.get(id);
          if (!step || failure || context.signal.aborted) return;
          await runOne(step, context, direction).catch((error: unknown) => {
            // The first failure is the run's; what fails beside it is said, not lost.
            if (failure) context.emit({ type: 'notice', text: `${step.title}: ${reasonOf(error)}` });
            failure ??= { error };
          });
        },
      );
      started.set(id, promise);
    }
    return promise;
  }

  await Promise.all(steps.map((step) => start(step.id)));
  if (context.signal.aborted) throw context.signal.reason;
  if (failure) throw failure.error;
}

async function runOne(step: Step, context: StepContext, direction: Direction): Promise<void> {
  const action = direction === 'run' ? step.run : step.undo;
  if (!action) return;
  const { emit } = context;
  const { id, title } = step;
  const began = Date.now();
  emit({ type: 'step-started', id, title });
  try {
    const outcome: StepOutcome = await action.call(step, context, (text, done, total) => {
      emit({
        type: 'step-progress',
        id,
        title,
        text,
        ...(done === undefined ? {} : { done }),
        ...(total === undefined ? {} : { total }),
      });
    });
    if ('already' in outcome) emit({ type: 'step-skipped', id, title, reason: outcome.already });
    else
      emit({
        type: 'step-done',
        id,
        title,
        milliseconds: Date.now() - began,
        ...(outcome.done ? { text: outcome.done } : {}),
      });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    emit({ type: 'step-failed', id, title, message, milliseconds: Date.now() - began });
    throw error;
  }
}

function reversed(steps: Step[]): Map<string, string[]> {
  const needs = new Map<string, string[]>(steps.map((step) => [step.id, []]));
  for (const step of steps) for (const need of step.needs) needs.get(need)?.push(step.id);
  return needs;
}

function reasonOf(error: unknown): string {
  if (error instanceof WorkshopError) return error.why ?? error.message;
  return error instanceof Error ? error.message : String(error);
}
