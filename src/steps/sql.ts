import { runStatement, type StatementScope, settleStatements } from '../aws/statements.js';
import { adminUser, database, namesOf } from '../config.js';
import { modelDefinition } from '../sql/model.js';
import { placeholdersOf } from '../sql/rewrite.js';
import { type Execute, runStep } from '../sql/runner.js';
import type { SqlStep } from '../sql/step.js';
import { clientsOf, outputOf, type Report, type Step, type StepContext, type StepOutcome } from './step.js';
import { uploadId, uploadTables } from './upload.js';

function scopeOf(context: StepContext): StatementScope {
  return { cluster: namesOf(context.config).cluster, database, dbUser: adminUser };
}

/** Runs statements as the cluster's admin, who owns the views. */
export function executeAsAdmin(context: StepContext): Execute {
  const { signal } = context;
  return (sql, submission) =>
    runStatement(clientsOf(context), scopeOf(context), sql, {
      signal,
      ...(submission ? { submission } : {}),
    });
}

/** The last of the steps that go one after the other. Grafana's user may read whatever is made after it. */
const chainEnd = 'grants';

const streaming = [chainEnd, 'fleet-stream'];
const shown = [...streaming, 'fleet-summary', 'load-fleet'];
/** Until these are through, no record of a stream reaches the dashboard. */
export const streamingSteps = streaming.map((name) => `sql:${name}`);
/** What the dashboard's queries read. */
export const dashboardSteps = shown.map((name) => `sql:${name}`);

/**
 * The steps that setup runs. Those up to the grants go one after the other, because they work on the same few
 * entries of the catalog. Each later one waits for what its header names and for the files it loads; the history and
 * all that comes of it begin only when the dashboard has what it reads, so that loading and training keep no first
 * row waiting.
 */
export function sqlSteps(steps: SqlStep[]): Step[] {
  const build = steps.filter((step) => step.kind === 'build');
  const chained = build.findIndex(({ name }) => name === chainEnd);
  const early = withTheirNeeds(shown, build);
  return build.map((step, index) => {
    const before = build[index - 1];
    const first = ['default-role', 'IngestionStack'];
    const chain = before ? [sqlId(before)] : first;
    return {
      id: sqlId(step),
      title: `SQL ${String(step.number).padStart(2, '0')} ${step.title}`,
      needs:
        chained < 0 || index <= chained
          ? chain
          : [...needed(step, build), ...filesOf(step), ...(early.has(step.name) ? [] : dashboardSteps)],
      run: (context, report) => runOne(step, steps, context, report),
    } satisfies Step;
  });
}

function sqlId(step: Pick<SqlStep, 'name'>): string {
  return `sql:${step.name}`;
}

/** Steps by name, with all that they need, however far back. */
function withTheirNeeds(names: string[], build: SqlStep[]): Set<string> {
  const found = new Set(names);
  // A set goes on to what is added while it is gone through.
  for (const name of found)
    for (const need of build.find((step) => step.name === name)?.needs ?? []) found.add(need);
  return found;
}

function needed(step: SqlStep, build: SqlStep[]): string[] {
  return build.filter(({ name }) => step.needs.includes(name)).map(sqlId);
}

/** The uploads that a step's COPY reads: a file's folder is named as the table that it fills. */
function filesOf(step: SqlStep): string[] {
  return uploadTables.filter((table) => step.text.includes(`s3://{bucket}/${table}/`)).map(uploadId);
}

async function runOne(
  step: SqlStep,
  steps: SqlStep[],
  context: StepContext,
  report: Report,
): Promise<StepOutcome> {
  const { signal } = context;
  const done = new Set(steps.filter((other) => other.number < step.number).map((other) => other.name));
  const values: Record<string, string> = placeholdersOf(step.text).includes('bucket')
    ? { bucket: outputOf(context, 'RedshiftStack', 'BucketName') }
    : {};
  const settle = (name: string) => settleStatements(clientsOf(context), scopeOf(context), name, { signal });
  let there = false;
  for await (const event of runStep(step, executeAsAdmin(context), { steps, done, values, settle })) {
    if (event.type === 'there') there = true;
    else if (event.type === 'waited') report('an earlier run’s statement has ended');
    else if (event.type === 'statement-done') report('', event.index + 1, event.count);
    else if (event.type === 'training-again') {
      const text = `The model ${event.failed.model} failed and is trained again: ${event.failed.reason}`;
      context.emit({ type: 'notice', text });
    }
  }
  if (there) return { already: 'is there' };
  return step.statements.some(({ text }) => modelDefinition(text))
    ? { done: 'training goes on; workshop status shows it' }
    : {};
}
