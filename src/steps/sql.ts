import { runStatement } from '../aws/statements.js';
import { adminUser, database, namesOf } from '../config.js';
import { type Execute, runStep } from '../sql/runner.js';
import type { SqlStep } from '../sql/step.js';
import { clientsOf, type Step, type StepContext, type StepOutcome } from './step.js';

/** Runs statements as the cluster's admin, who owns the views. */
export function executeAsAdmin(context: StepContext): Execute {
  const scope = { cluster: namesOf(context.config).cluster, database, dbUser: adminUser };
  return (sql) => runStatement(clientsOf(context), scope, sql, { signal: context.signal });
}

/** The steps that setup runs, one after the other: a step needs the one before it, and the first the clouds' pieces. */
export function sqlSteps(steps: SqlStep[]): Step[] {
  let before = ['default-role', 'IngestionStack'];
  return steps
    .filter((step) => step.kind === 'build')
    .map((step) => {
      const id = `sql:${step.name}`;
      const needs = before;
      before = [id];
      return {
        id,
        title: `SQL ${String(step.number).padStart(2, '0')} ${step.title}`,
        needs,
        async run(context, report): Promise<StepOutcome> {
          const done = new Set(
            steps.filter((other) => other.number < step.number).map((other) => other.name),
          );
          let there = false;
          for await (const event of runStep(step, executeAsAdmin(context), { steps, done })) {
            if (event.type === 'there') there = true;
            else if (event.type === 'statement-done') report('', event.index + 1, event.count);
          }
          return there ? { already: 'is there' } : {};
        },
      } satisfies Step;
    });
}
