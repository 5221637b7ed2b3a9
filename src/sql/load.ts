import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { WorkshopError } from '../errors.js';
import { packagePath } from '../package-root.js';
import { parseHeader } from './header.js';
import { pointAt } from './point-at.js';
import type { SqlStep, StepStatement } from './step.js';
import { splitStatements, UnterminatedError } from './tokenizer.js';

/**
 * Reads every step of a folder, in the order of their numbers.
 * @throws WorkshopError `sql-file` or `sql-header`, naming the file and, where there is one, the line: a name that is
 *   not `NN-name.sql`, a number or name given twice, a need that is no earlier step, no statement, a quote not closed
 */
export function loadSteps(folder: string = packagePath('sql')): SqlStep[] {
  const steps = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => loadStep(join(folder, file)))
    .sort((one, other) => one.number - other.number);
  const seen = new Map<string, SqlStep>();
  let before: SqlStep | undefined;
  for (const step of steps) {
    const twin = before?.number === step.number ? before : seen.get(step.name);
    if (twin) throw refusal(step.file, `has the number or the name of ${basename(twin.file)}`);
    for (const need of step.needs) {
      if (!seen.has(need)) throw refusal(step.file, `needs "${need}", which is no step before it`);
    }
    seen.set(step.name, step);
    before = step;
  }
  return steps;
}

/** Reads one step's file. @throws WorkshopError as loadSteps */
export function loadStep(file: string): SqlStep {
  const name = /^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.sql$/.exec(basename(file));
  if (!name) throw refusal(file, 'is not named NN-name.sql');
  // Windows' editors may have put a byte order mark before the header.
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const header = parseHeader(file, text);
  const statements = statementsOf(file, text);
  if (statements.length === 0) throw refusal(file, 'holds no statement');
  return { number: Number(name[1]), name: name[2] ?? '', ...header, file, text, statements };
}

function statementsOf(file: string, text: string): StepStatement[] {
  try {
    return splitStatements(text).map((statement) => ({
      text: statement.text,
      start: statement.start,
      line: pointAt(file, text, statement.start).line,
    }));
  } catch (error) {
    if (!(error instanceof UnterminatedError)) throw error;
    const place = pointAt(file, text, error.offset);
    throw new WorkshopError({
      code: 'sql-file',
      message: `${place.file}:${place.line}: ${error.message}`,
      why: place.block,
      cause: error,
    });
  }
}

function refusal(file: string, message: string): WorkshopError {
  return new WorkshopError({ code: 'sql-file', message: `${basename(file)} ${message}` });
}
