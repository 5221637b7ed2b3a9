import { Clients } from '../aws/clients.js';
import { stackOutputs } from '../aws/stacks/describe.js';
import {
  runStatement,
  StatementError,
  type StatementResult,
  type StatementScope,
  settleStatements,
} from '../aws/statements.js';
import { adminUser, database, namesOf, stackName, type WorkshopConfig } from '../config.js';
import { WorkshopError } from '../errors.js';
import { workshopOf } from '../questions/workshop.js';
import { locate } from '../sql/failure.js';
import { loadSteps } from '../sql/load.js';
import { pointAt } from '../sql/point-at.js';
import { label, resolveStep, resolveSteps } from '../sql/resolve.js';
import { placeholdersOf, rewrite } from '../sql/rewrite.js';
import { type Execute, type RunOptions, runSteps } from '../sql/runner.js';
import type { SqlStep } from '../sql/step.js';
import { existingTarget, lifecycleOf } from '../target/resolve.js';
import { jsonResult, type OutputMode, result, say, sayWrapped } from '../ui/output.js';
import { count, duration, styleOf } from '../ui/style.js';
import { csv, table } from '../ui/table.js';
import { wrap } from '../ui/wrap.js';
import type { Run } from './frame.js';
import type { SqlFlags } from './sql.js';

/** The work behind `workshop sql …`. */
export async function runSql(verb: string, words: string[], flags: SqlFlags, run: Run): Promise<number> {
  if (flags.json && flags.csv)
    throw new WorkshopError({ code: 'flags', message: 'Only one of --json and --csv.', exitCode: 2 });
  const steps = verb === 'query' ? [] : loadSteps();
  if (verb === 'list') return list(steps, run.mode);
  if (verb === 'show') return show(await filled(resolveStep(steps, words[0] ?? ''), flags), run.mode);
  const config = await workshopOf(flags);
  // A wrong name is said before anything is opened.
  const wanted = verb === 'run' ? resolveSteps(steps, words) : [];
  const clients = new Clients(await existingTarget(config));
  try {
    const scope = { cluster: namesOf(config).cluster, database, dbUser: flags.user ?? adminUser };
    const execute = executor(clients, scope, run.signal);
    if (verb === 'run') {
      const settle = (name: string) => settleStatements(clients, scope, name, { signal: run.signal });
      const values = wanted.some(wantsBucket) ? await valuesOf(clients, config) : {};
      return await runThem(wanted, execute, { steps, settle, values }, flags, run.mode);
    }
    const sql = words[0] === '-' ? await standardInput() : (words[0] ?? '');
    if (sql.trim() === '')
      throw new WorkshopError({ code: 'sql-empty', message: 'There is no SQL to run.', exitCode: 2 });
    print(await execute(sql).catch((error: Error) => Promise.reject(pointed(sql, error))), flags, run.mode);
    return 0;
  } finally {
    await clients.close();
  }
}

function executor(clients: Clients, scope: StatementScope, signal: AbortSignal): Execute {
  return (sql, submission) =>
    runStatement(clients, scope, sql, { signal, ...(submission ? { submission } : {}) });
}

function wantsBucket(step: SqlStep): boolean {
  return placeholdersOf(step.text).includes('bucket');
}

/** What the placeholders of the SQL stand for in a workshop; empty before it has a bucket. */
async function valuesOf(clients: Clients, config: WorkshopConfig): Promise<Record<string, string>> {
  const outputs = await stackOutputs(await clients.cloudFormation(), stackName(config, 'RedshiftStack'));
  return outputs.BucketName ? { bucket: outputs.BucketName } : {};
}

/** A step as it would run, with the workshop's bucket where there is one; else as its file has it. */
async function filled(step: SqlStep, flags: SqlFlags): Promise<SqlStep> {
  if (!wantsBucket(step)) return step;
  const config = await workshopOf(flags);
  const target = await (await lifecycleOf(config)).find(config);
  if (!target) return step;
  const clients = new Clients(target);
  try {
    // Reading a text is no reason to fail: without credentials it is shown as it is.
    const values = await valuesOf(clients, config).catch(() => ({}) as Record<string, string>);
    if (!values.bucket) return step;
    return {
      ...step,
      statements: step.statements.map((one) => ({ ...one, text: rewrite(one.text, { values }).text })),
    };
  } finally {
    await clients.close();
  }
}

function list(steps: SqlStep[], mode: OutputMode): number {
  if (mode.json) {
    jsonResult(
      steps.map(({ number, name, title, kind, needs, why }) => ({ number, name, title, kind, needs, why })),
    );
    return 0;
  }
  result(
    table(
      [{ name: '#', type: 'int4' }, { name: 'step' }, { name: 'kind' }, { name: 'what it does' }],
      steps.map((step) => [step.number, step.name, step.kind, step.title]),
    ),
  );
  return 0;
}

function show(step: SqlStep, mode: OutputMode): number {
  if (mode.json) {
    jsonResult({ ...step, statements: step.statements.map(({ text }) => text) });
    return 0;
  }
  const style = styleOf({ color: mode.color && Boolean(process.stdout.isTTY) });
  const why = wrap(step.why, process.stdout.columns ?? Number.POSITIVE_INFINITY).map((line) =>
    style.dim(line),
  );
  result(
    `${style.bold(`${label(step)}  ${step.title}`)}\n${why.join('\n')}\n\n${step.statements.map(({ text }) => `${text};`).join('\n\n')}`,
  );
  return 0;
}

async function runThem(
  wanted: SqlStep[],
  execute: Execute,
  options: RunOptions,
  flags: SqlFlags,
  mode: OutputMode,
): Promise<number> {
  const style = styleOf(mode);
  let last: StatementResult | undefined;
  const replace = flags.replace ? { replace: async () => true } : {};
  for await (const event of runSteps(wanted, execute, { ...options, ...replace })) {
    const name = label(event.step);
    if (event.type === 'there') say(`${style.dim('–')} ${name}  ${style.dim('is there')}`);
    else if (event.type === 'waited') say(`  ${name}  ${style.dim('an earlier run’s statement has ended')}`);
    else if (event.type === 'replacing') say(`  ${name}  ${event.difference.drop}`);
    else if (event.type === 'training-again')
      say(`  ${style.yellow(`${name}  ${event.failed.drop}: its training failed: ${event.failed.reason}`)}`);
    else if (event.type === 'statement-done') {
      const { result: done } = event;
      last = done.columns.length > 0 ? done : last;
      const rows = done.columns.length > 0 ? `, ${count(done.rows.length)} rows` : '';
      const part = event.count > 1 ? ` ${event.index + 1} of ${event.count}` : '';
      say(`${style.green('✔')} ${name}${part}  ${style.dim(`${duration(done.milliseconds)}${rows}`)}`);
      if (done.columns.length > 0 && !mode.json && !flags.csv) {
        result(`\n${table(done.columns, done.rows.slice(0, shownRows), process.stdout.columns)}\n`);
        sayHidden(done, style);
      }
      if (event.index === event.count - 1) sayWrapped(event.step.why, '  ', style.dim);
    }
  }
  if (mode.json) jsonResult(last ? { columns: last.columns, rows: last.rows } : { columns: [], rows: [] });
  else if (flags.csv && last) result(csv(last.columns, last.rows));
  return 0;
}

/** A table on the screen has no more rows than this. */
const shownRows = 100;

function sayHidden(done: StatementResult, style: ReturnType<typeof styleOf>): void {
  if (done.rows.length > shownRows)
    say(style.dim(`  the first ${shownRows} of ${count(done.rows.length)} rows; --csv or --json has all`));
}

function print(done: StatementResult, flags: SqlFlags, mode: OutputMode): void {
  if (mode.json) jsonResult({ columns: done.columns, rows: done.rows });
  else if (flags.csv) result(csv(done.columns, done.rows));
  else {
    const style = styleOf(mode);
    const isTable = done.columns.length > 0;
    if (isTable) result(table(done.columns, done.rows.slice(0, shownRows), process.stdout.columns));
    sayHidden(done, style);
    const what = isTable ? `${count(done.rows.length)} ${done.rows.length === 1 ? 'row' : 'rows'}` : 'done';
    say(style.dim(`${what}, ${duration(done.milliseconds)}`));
  }
}

/** The failing place of a statement that was typed, as far as Redshift's words tell it. */
function pointed(sql: string, error: Error): Error {
  if (!(error instanceof StatementError)) return error;
  const { words, offset } = locate(sql, error.message);
  return new WorkshopError({
    code: error.code,
    message: words,
    ...(offset === undefined ? {} : { why: pointAt('query', sql, offset).block }),
    ...(/multiple commands/.test(words) ? { next: 'One statement at a time.' } : {}),
    cause: error,
  });
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
