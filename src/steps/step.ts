import type { SynthesizedStack } from '../../templates/options.js';
import type { Clients } from '../aws/clients.js';
import type { StackId, WorkshopConfig } from '../config.js';
import type { Emit } from '../events.js';
import type { SqlStep } from '../sql/step.js';
import type { Target } from '../target/target.js';

/** What the steps of one run share. A step fills in what those that need it read. */
export interface StepContext {
  readonly config: WorkshopConfig;
  readonly emit: Emit;
  /** Aborted by Ctrl-C: a step stops waiting, what it began stays as the cloud has it. */
  readonly signal: AbortSignal;
  readonly sqlSteps: SqlStep[];
  target?: Target;
  clients?: Clients;
  account?: string;
  templates?: SynthesizedStack[];
  readonly outputs: Partial<Record<StackId, Record<string, string>>>;
  workspace?: { id: string; endpoint: string };
  dashboardUrl?: string;
  /** Done at the end of the run, whatever its outcome, last first. */
  readonly closing: (() => Promise<void>)[];
}

/** How far a step has come. */
export type Report = (text: string, done?: number, total?: number) => void;

export type StepOutcome =
  /** It was there already, and nothing was changed. */
  { already: string } | { done?: string };

/** One piece of the workshop: setup runs it, teardown undoes it, the plan names it. */
export interface Step {
  id: string;
  title: string;
  /** Ids of the steps that must be through before. */
  needs: string[];
  /** Absent where another step's run makes it. */
  run?(context: StepContext, report: Report): Promise<StepOutcome>;
  /** Removes what `run` makes. Absent where removing something else removes it too. @returns what went, in words. */
  undo?(context: StepContext, report: Report): Promise<StepOutcome>;
}

/** @throws Error: a step asked for what no step before it made; the graph is wrong. */
export function clientsOf(context: StepContext): Clients {
  if (!context.clients) throw new Error('the step does not need "cloud", which makes the clients');
  return context.clients;
}

/** @throws Error as clientsOf. */
export function targetOf(context: StepContext): Target {
  if (!context.target) throw new Error('the step does not need "cloud", which opens the target');
  return context.target;
}

/** @throws Error when the stack's step has not run or the output is not in its template. */
export function outputOf(context: StepContext, stack: StackId, key: string): string {
  const value = context.outputs[stack]?.[key];
  if (value === undefined) throw new Error(`${stack} has no output ${key}`);
  return value;
}
