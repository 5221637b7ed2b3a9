import type { StatementResult } from '../aws/statements.js';
import { WorkshopError } from '../errors.js';
import { StepFailure } from './failure.js';
import { label } from './resolve.js';
import { type Rewriting, rewrite } from './rewrite.js';
import type { SqlStep, StepStatement } from './step.js';
import { viewDefinition } from './view-columns.js';

/** Runs one statement. @throws the cloud's error in Redshift's words */
export type Execute = (sql: string) => Promise<StatementResult>;

/** What happens while a step runs, in order: `there` alone, or each statement's beginning and end. */
export type SqlStepEvent =
  | { type: 'there'; step: SqlStep }
  | { type: 'replacing'; step: SqlStep; difference: Difference }
  | { type: 'statement-started'; step: SqlStep; statement: StepStatement; index: number; count: number }
  | {
      type: 'statement-done';
      step: SqlStep;
      statement: StepStatement;
      index: number;
      count: number;
      result: StatementResult;
    };

/** A view of the step's name that is not the step's. */
export interface Difference {
  view: string;
  /** Columns that the step would make and the view has not. */
  missing: string[];
  /** What makes room for the step's own. */
  drop: string;
}

export interface RunOptions extends Rewriting {
  /** All steps, so that needs can be looked for. */
  steps: readonly SqlStep[];
  /** Steps that this run has been through: their results need not be looked for. */
  done?: ReadonlySet<string>;
  /** Whether to drop what is in the way and run the step. Without it the step is refused. */
  replace?: (difference: Difference) => Promise<boolean>;
}

/**
 * Runs a step, unless it has been run already: then one event says `there` and nothing is changed.
 * @throws WorkshopError `step-needs` when a step before it has not been run
 * @throws WorkshopError `step-differs` when its view is there with other columns, and is not to be replaced
 * @throws StepFailure at the first statement that Redshift refuses
 */
export async function* runStep(
  step: SqlStep,
  execute: Execute,
  options: RunOptions,
): AsyncGenerator<SqlStepEvent> {
  await checkNeeds(step, execute, options);
  const state = await stateOf(step, execute);
  if (state === 'there') {
    yield { type: 'there', step };
    return;
  }
  if (state !== 'absent') {
    if (!(await options.replace?.(state))) throw differs(step, state);
    yield { type: 'replacing', step, difference: state };
    await execute(state.drop);
  }
  const count = step.statements.length;
  for (const [index, statement] of step.statements.entries()) {
    yield { type: 'statement-started', step, statement, index, count };
    const sent = rewrite(statement.text, options);
    const result = await execute(sent.text).catch((error: Error) => {
      if (error.name === 'AbortError') throw error;
      throw new StepFailure(step, statement, sent, error);
    });
    yield { type: 'statement-done', step, statement, index, count, result };
  }
}

/** Runs steps one after the other, in the order given. @throws as runStep */
export async function* runSteps(
  wanted: readonly SqlStep[],
  execute: Execute,
  options: RunOptions,
): AsyncGenerator<SqlStepEvent> {
  const done = new Set(options.done);
  for (const step of wanted) {
    yield* runStep(step, execute, { ...options, done });
    done.add(step.name);
  }
}

/**
 * Whether a step has been run: `there`, `absent`, or how its view differs. More columns than the step's are no
 * difference, because a later step may have redefined the view.
 * @param execute asks the catalog by the step's `unless`; a step without one is always `absent`
 */
export async function stateOf(step: SqlStep, execute: Execute): Promise<'there' | 'absent' | Difference> {
  if (step.unless === undefined) return 'absent';
  const { columns, rows } = await execute(step.unless);
  if (rows.length === 0) return 'absent';
  const named = columns.findIndex(({ name }) => name === 'column_name');
  const view = step.statements.map(({ text }) => viewDefinition(text)).find((definition) => definition);
  if (named < 0 || !view) return 'there';
  const existing = new Set(rows.map((row) => String(row[named])));
  const missing = view.columns.filter((column) => !existing.has(column));
  if (missing.length === 0) return 'there';
  return {
    view: view.name,
    missing,
    drop: `DROP ${view.materialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${view.name} CASCADE`,
  };
}

async function checkNeeds(step: SqlStep, execute: Execute, { steps, done }: RunOptions): Promise<void> {
  for (const need of step.needs) {
    if (done?.has(need)) continue;
    const needed = steps.find(({ name }) => name === need);
    if (!needed?.unless) continue;
    const { rows } = await execute(needed.unless);
    if (rows.length > 0) continue;
    throw new WorkshopError({
      code: 'step-needs',
      message: `Step ${label(step)} needs step ${label(needed)}, which has not been run.`,
      next: `workshop sql run ${needed.name}`,
    });
  }
}

function differs(step: SqlStep, { view, missing, drop }: Difference): WorkshopError {
  return new WorkshopError({
    code: 'step-differs',
    message: `There is a view ${view} already, and it is not the one of step ${label(step)}.`,
    why: `It has no column ${missing.join(', ')}.`,
    next: `workshop sql query "${drop}", then run the step again`,
  });
}
