import { type Cost, hourlyCost, noCost } from '../aws/prices.js';
import type { WorkshopConfig } from '../config.js';
import type { StepContext } from './step.js';
import { synthesizeFor } from './templates.js';

/** What a run will make, before it makes anything. */
export interface Plan {
  config: WorkshopConfig;
  stacks: { name: string; resources: number; description: string }[];
  sqlSteps: { number: number; title: string }[];
  /** Minutes from yes to dashboard, by the slowest chain. */
  minutes: { from: number; to: number };
  /** US dollars while it runs; none on this computer. */
  cost: Cost;
}

/** Makes the templates (kept in the context) and counts. */
export async function planOf(context: StepContext): Promise<Plan> {
  context.templates = await synthesizeFor(context.config);
  return {
    config: context.config,
    stacks: context.templates.map((stack) => ({
      name: stack.stackName,
      resources: Object.keys((stack.template as { Resources: object }).Resources).length,
      description: stack.description,
    })),
    sqlSteps: context.sqlSteps
      .filter((step) => step.kind === 'build')
      .map(({ number, title }) => ({ number, title })),
    minutes: context.config.target === 'aws' ? { from: 8, to: 15 } : { from: 0, to: 1 },
    cost: context.config.target === 'aws' ? hourlyCost() : noCost,
  };
}
