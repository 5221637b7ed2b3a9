import type { WorkshopConfig } from '../config.js';
import type { Emit } from '../events.js';
import { loadSteps } from '../sql/load.js';
import { bucketStep } from './bucket.js';
import { cloudStep } from './cloud.js';
import { dashboardStep, firstRowsStep } from './dashboard.js';
import { defaultRoleStep } from './default-role.js';
import { runSteps } from './runner.js';
import { schedulesStep } from './schedules.js';
import { dashboardSteps, sqlSteps, streamingSteps } from './sql.js';
import { stackSteps } from './stacks.js';
import type { Step, StepContext } from './step.js';
import { templatesStep } from './templates.js';
import { uploadSteps } from './upload.js';
import { workspaceStep } from './workspace.js';

/** The workshop as an ordered graph: setup runs it, teardown undoes it, the plan reads it. */
export function workshopSteps(context: Pick<StepContext, 'sqlSteps'>): Step[] {
  return [
    cloudStep,
    templatesStep,
    ...stackSteps,
    bucketStep,
    defaultRoleStep,
    workspaceStep,
    ...sqlSteps(context.sqlSteps),
    ...uploadSteps,
    // The plugin signs in as the user that the grants are for.
    { ...dashboardStep, needs: [...dashboardStep.needs, ...streamingSteps] },
    schedulesStep([...streamingSteps, 'IngestionStack', 'StepFunctionStack']),
    { ...firstRowsStep, needs: [...firstRowsStep.needs, ...dashboardSteps] },
  ];
}

/** A context in which nothing is open yet. */
export function newContext(config: WorkshopConfig, emit: Emit, signal: AbortSignal): StepContext {
  return { config, emit, signal, sqlSteps: loadSteps(), outputs: {}, closing: [] };
}

/** Lets go of all that the run holds, last first; a failure here doesn't hide the run's own. */
export async function closeContext(context: StepContext): Promise<void> {
  for (const close of context.closing.splice(0).reverse()) await close().catch(() => undefined);
}

/** A setup that is ready to plan and then to run. */
export async function loadSetup(config: WorkshopConfig) {
  const context = newContext(config, () => undefined, new AbortController().signal);
  return {
    context,
    /** @returns the dashboard's URL */
    async run(emit: Emit, signal: AbortSignal): Promise<string> {
      Object.assign(context, { emit, signal });
      try {
        await runSteps(workshopSteps(context), context);
        return context.dashboardUrl ?? '';
      } finally {
        await closeContext(context);
      }
    },
  };
}
