import { Clients } from '../aws/clients.js';
import { runStatement, StatementError, type StatementResult } from '../aws/statements.js';
import { adminUser, database, namesOf, type WorkshopConfig } from '../config.js';
import { WorkshopError } from '../errors.js';
import { workshopOf } from '../questions/workshop.js';
import { locate } from '../sql/failure.js';
import { loadSteps } from '../sql/load.js';
import { pointAt } from '../sql/point-at.js';
import { label, resolveStep, resolveSteps } from '../sql/resolve.js';
import { type Execute, runSteps } from '../sql/runner.js';
import type { SqlStep } from '../sql/step.js';
import { existingTarget } from '../target/resolve.js';
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
  if (verb === 'show') return show(resolveStep(steps, words[0] ?? ''), run.mode);
  const config = await workshopOf(flags);
  // A wrong name is said before anything is opened.
  const wanted = verb === 'run' ? resolveSteps(steps, words) : [];
  const clients = new Clients(await existingTarget(config));
  try {
    const execute = executor(clients, config, flags.user ?? adminUser, run.signal);
    if (verb === 'run') return await runThem(wanted, steps, execute, flags, run.mode);
    const sql = words[0] === '-' ? await standardInput() : (words[0] ?? '');
    if (sql.trim() === '')
      throw new WorkshopError({ code: 'sql-empty', message: 'There is no SQL to run.', exitCode: 2 });
    print(await execute(sql).catch((error: Error) => Promise.reject(pointed(sql, error))), flags, run.mode);
    return 0;
  } finally {
    await clients.close();
  }
}

function executor(clients: Clients, config: WorkshopConfig, dbUser: string, signal: AbortSignal): Execute {
  const scope = { cluster: namesOf(config).cluster, database, dbUser };
  return (sql) => runStatement(clients, scope, sql, { signal });
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
  steps: SqlStep[],
  execute: Execute,
  flags: SqlFlags,
  mode: OutputMode,
): Promise<number> {
  const style = styleOf(mode);
  let last: StatementResult | undefined;
  const replace = flags.replace ? { replace: async () => true } : {};
  for await (const event of runSteps(wanted, execute, { steps, ...replace })) {
    const name = label(event.step);
    if (event.type === 'there') say(`${style.dim('–')} ${name}  ${style.dim('is there')}`);
    else if (event.type === 'replacing') say(`  ${name}  ${event.difference.drop}`);
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
