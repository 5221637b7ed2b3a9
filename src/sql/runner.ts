import { createHash } from 'node:crypto';
import type { Settled, StatementResult, Submission } from '../aws/statements.js';
import { WorkshopError } from '../errors.js';
import { StepFailure } from './failure.js';
import { calls, type ModelDefinition, modelDefinition, readModel } from './model.js';
import { label } from './resolve.js';
import { type Rewriting, type Rewritten, rewrite } from './rewrite.js';
import type { SqlStep, StepStatement } from './step.js';
import { viewDefinition } from './view-columns.js';

/** Runs one statement. @throws the cloud's error in Redshift's words */
export type Execute = (sql: string, submission?: Submission) => Promise<StatementResult>;

/** What happens while a step runs, in order: `there` alone, or each statement's beginning and end. */
export type SqlStepEvent =
  | { type: 'there'; step: SqlStep }
  /** What an earlier run of the step left at work on the cluster has ended. */
  | { type: 'waited'; step: SqlStep }
  | { type: 'replacing'; step: SqlStep; difference: Difference }
  | { type: 'training-again'; step: SqlStep; failed: FailedModel }
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

/** A model of the step's name whose training failed. */
export interface FailedModel {
  model: string;
  /** In Redshift's words. */
  reason: string;
  /** What makes room for another. */
  drop: string;
}

export interface RunOptions extends Rewriting {
  /** All steps, so that needs can be looked for. */
  steps: readonly SqlStep[];
  /** Steps that this run has been through: their results need not be looked for. */
  done?: ReadonlySet<string>;
  /** Waits for what an earlier run submitted under a name; without it nothing is waited for. */
  settle?: (name: string) => Promise<Settled>;
  /** Whether to drop what is in the way and run the step. Without it the step is refused. */
  replace?: (difference: Difference) => Promise<boolean>;
}

/**
 * Runs a step, unless it has been run already: then one event says `there` and nothing is changed. What an earlier
 * run that was killed left at work is waited for first, so that nothing is done twice.
 * @throws WorkshopError `step-needs` when a step before it has not been run
 * @throws WorkshopError `model-training` or `model-failed` when it predicts by a model that cannot yet
 * @throws WorkshopError `step-differs` when its view is there with other columns, and is not to be replaced
 * @throws WorkshopError `sql-value` when nothing is known to put for one of its placeholders
 * @throws StepFailure at the first statement that Redshift refuses
 */
export async function* runStep(
  step: SqlStep,
  execute: Execute,
  options: RunOptions,
): AsyncGenerator<SqlStepEvent> {
  await checkNeeds(step, execute, options);
  let state = await stateOf(step, execute);
  let newest: string | undefined;
  if (state !== 'there' && options.settle && step.statements.some(({ text }) => changes(text))) {
    const settled = await options.settle(label(step));
    newest = settled.newest;
    if (settled.waited) yield { type: 'waited', step };
    // It may also have ended between the first look and the list.
    if (newest !== undefined) state = await stateOf(step, execute);
  }
  if (state === 'there') {
    yield { type: 'there', step };
    return;
  }
  const sent = step.statements.map((statement) => rewrite(statement.text, options));
  if (state !== 'absent') {
    if ('model' in state) yield { type: 'training-again', step, failed: state };
    else if (await options.replace?.(state)) yield { type: 'replacing', step, difference: state };
    else throw differs(step, state);
    await execute(state.drop);
  }
  const count = step.statements.length;
  for (const [index, statement] of step.statements.entries()) {
    const filled = sent[index] as Rewritten;
    yield { type: 'statement-started', step, statement, index, count };
    const submission =
      options.settle && changes(statement.text) ? submissionOf(step, filled.text, newest) : undefined;
    const result = await execute(filled.text, submission).catch((error: Error) => {
      if (error.name === 'AbortError') throw error;
      throw new StepFailure(step, statement, filled, error);
    });
    yield { type: 'statement-done', step, statement, index, count, result };
  }
}

/** Whether a statement, done twice, might leave more behind than done once. */
function changes(sql: string): boolean {
  return !/^(select|show|with|refresh)\b/i.test(sql);
}

/**
 * A token that two runs of a step share only when both have seen the same past of it: then one statement is made of
 * both. A run after a failure, or after its rows were removed by hand, has seen more and gets a statement of its own.
 */
function submissionOf(step: SqlStep, sql: string, newest: string | undefined): Submission {
  const token = createHash('sha256')
    .update(`${newest ?? ''}\n${sql}`)
    .digest('hex');
  return { name: label(step), token };
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
 * Whether a step has been run: `there`, `absent`, or what stands in its way. More columns than the step's are no
 * difference, because a later step may have redefined the view. A model that trains is there.
 * @param execute asks the catalog by the step's `unless`; a step without one is always `absent`
 */
export async function stateOf(
  step: SqlStep,
  execute: Execute,
): Promise<'there' | 'absent' | Difference | FailedModel> {
  if (step.unless === undefined) return 'absent';
  const model = modelOf(step);
  if (model) {
    const found = await readModel(model.name, execute);
    if (found?.state !== 'FAILED') return found ? 'there' : 'absent';
    const reason = found.reason ?? 'Redshift gives no reason.';
    return { model: model.name, reason, drop: `DROP MODEL ${model.name}` };
  }
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

function modelOf(step: SqlStep): ModelDefinition | undefined {
  return step.statements.map(({ text }) => modelDefinition(text)).find((definition) => definition);
}

async function checkNeeds(step: SqlStep, execute: Execute, { steps, done }: RunOptions): Promise<void> {
  for (const need of step.needs) {
    const needed = steps.find(({ name }) => name === need);
    const model = needed && modelOf(needed);
    if (needed && model && step.statements.some(({ text }) => calls(text, model.functionName))) {
      await checkReady(step, needed, model, execute);
      continue;
    }
    if (done?.has(need) || !needed?.unless) continue;
    // A model that failed was made once: what only looks at it may.
    const there = model
      ? (await readModel(model.name, execute)) !== undefined
      : (await execute(needed.unless)).rows.length > 0;
    if (!there) throw missingNeed(step, needed);
  }
}

/** A model's function can be called only once the model is trained. */
async function checkReady(
  step: SqlStep,
  needed: SqlStep,
  { name }: ModelDefinition,
  execute: Execute,
): Promise<void> {
  const model = await readModel(name, execute);
  if (!model) throw missingNeed(step, needed);
  if (model.state === 'READY') return;
  if (model.state === 'FAILED') {
    throw new WorkshopError({
      code: 'model-failed',
      message: `Step ${label(step)} needs the model ${name}, whose training failed.`,
      ...(model.reason ? { why: model.reason } : {}),
      next: `workshop sql run ${needed.name}  (drops it and trains it again)`,
    });
  }
  const seconds = model.created && Math.max(0, Math.round((Date.now() - model.created.getTime()) / 1000));
  throw new WorkshopError({
    code: 'model-training',
    message: `Step ${label(step)} needs the model ${name}, which is still training${seconds === null ? '' : `, ${seconds} s so far`}.`,
    next: 'workshop status  (it shows the model; when it is READY, run the step again)',
  });
}

function missingNeed(step: SqlStep, needed: SqlStep): WorkshopError {
  return new WorkshopError({
    code: 'step-needs',
    message: `Step ${label(step)} needs step ${label(needed)}, which has not been run.`,
    next: `workshop sql run ${needed.name}`,
  });
}

function differs(step: SqlStep, { view, missing, drop }: Difference): WorkshopError {
  return new WorkshopError({
    code: 'step-differs',
    message: `There is a view ${view} already, and it is not the one of step ${label(step)}.`,
    why: `It has no column ${missing.join(', ')}.`,
    next: `workshop sql query "${drop}", then run the step again`,
  });
}
