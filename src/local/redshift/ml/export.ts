import { mkdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBValue } from '@duckdb/node-api';
import type { ModelDefinition } from '../dialect/command-parts.js';
import { translateError } from '../dialect/errors.js';
import type { RelationColumn } from '../dialect/resolver.js';
import { SqlError } from '../dialect/sql-error.js';
import { translate } from '../dialect/translate.js';
import { columnsOf } from '../engine/columns.js';
import type { Execution } from '../engine/execution.js';
import { quoted } from '../engine/identifiers.js';
import { prepare } from '../engine/query.js';
import { dependencies } from '../engine/views.js';
import type { ModelFolder } from './bucket.js';
import { put } from './bucket.js';
import { type TrainingColumns, trainingColumns } from './columns.js';
import { inNumbers, isText } from './feature-sql.js';
import { labelLimit, type Problem, problemOf } from './problem.js';
import { passedOn } from './role.js';

/** Fewer are refused (usage notes of CREATE MODEL). */
const fewestRows = 500;
const defaultMaxCells = 1_000_000;
/** An object of the export holds so many rows at most: S3 takes it in one request. */
const rowsAnObject = 200_000;

/** What was exported, and what it says of the problem. */
export interface Export extends TrainingColumns, Problem {
  rows: number;
  /** The training query's text. */
  query: string;
  dependsOn: string[];
}

/** The query behind FROM, as the statement says it. */
export function trainingQuery(model: ModelDefinition): string {
  if ('query' in model.from) return model.from.query;
  const { table } = model.from;
  const name =
    table.schema === undefined ? quoted(table.name) : `${quoted(table.schema)}.${quoted(table.name)}`;
  return `SELECT *\nFROM ${name}`;
}

/**
 * Runs the training query and writes its rows as CSV (no header, the label first) into the model's folder, under the
 * role. Rows without a label are left out under AUTO ON, as Autopilot does, and refused under AUTO OFF.
 * @throws SqlError where the rows cannot be learned from, or S3 refuses them
 */
export async function exportRows(
  execution: Execution,
  model: ModelDefinition,
  folder: ModelFolder,
): Promise<Export> {
  const query = trainingQuery(model);
  const translation = await translate(query, execution.resolver);
  const columns = trainingColumns(model, await columnsOf(execution, translation));
  const names = translation.columns.map((column) => quoted(column.name)).join(', ');
  const all = `SELECT * FROM (${translation.sql}) AS training${names ? `(${names})` : ''}`;
  const target = quoted(columns.target.name);
  const prepared = await prepare(execution, {
    ...translation,
    sql: `CREATE OR REPLACE TEMP TABLE ml_training AS ${all}${model.auto ? ` WHERE ${target} IS NOT NULL` : ''}`,
  });
  try {
    await prepared.run().catch(rethrow);
    const rows = await sampled(execution, model, columns);
    const problem = problemOf(model, columns.target.type, await checkedLabels(execution, model, target));
    await write(execution, columns, folder, rows);
    return { ...columns, ...problem, rows, query, dependsOn: dependencies(execution, translation) };
  } finally {
    prepared.destroySync();
    await execution.connection.run('DROP TABLE IF EXISTS temp.ml_training');
  }
}

/** Leaves at most MAX_CELLS cells (a random sample), and at least 500 rows. */
async function sampled(
  execution: Execution,
  model: ModelDefinition,
  columns: TrainingColumns,
): Promise<number> {
  const [count] = await values(execution, 'SELECT count(*) FROM temp.ml_training');
  const rows = Number(count);
  if (rows < fewestRows)
    throw new SqlError(
      `The training data has ${rows} rows; CREATE MODEL needs at least ${fewestRows} rows`,
      '22023',
    );
  const most = Math.floor((model.settings.maxCells ?? defaultMaxCells) / (columns.features.length + 1));
  if (rows <= most) return rows;
  if (most < fewestRows)
    throw new SqlError(
      `MAX_CELLS leaves ${most} rows; CREATE MODEL needs at least ${fewestRows} rows`,
      '22023',
    );
  const { connection } = execution;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ml_sample AS SELECT * FROM temp.ml_training USING SAMPLE reservoir(${most} ROWS) REPEATABLE (1)`,
  );
  await connection.run('DROP TABLE temp.ml_training');
  await connection.run('ALTER TABLE temp.ml_sample RENAME TO ml_training');
  return most;
}

async function checkedLabels(
  execution: Execution,
  model: ModelDefinition,
  target: string,
): Promise<string[]> {
  const [missing] = await values(execution, `SELECT count(*) FROM temp.ml_training WHERE ${target} IS NULL`);
  if (Number(missing) > 0)
    throw new SqlError(`Target column "${model.target}" has ${missing} NULL values`, '22023');
  const labels = await values(
    execution,
    `SELECT label::VARCHAR FROM (SELECT DISTINCT ${target} AS label FROM temp.ml_training) ORDER BY label LIMIT ${labelLimit}`,
  );
  return labels.map(String);
}

async function write(
  execution: Execution,
  columns: TrainingColumns,
  folder: ModelFolder,
  rows: number,
): Promise<void> {
  const { connection, services } = execution;
  const place = join(execution.database.options.folder, 'spill');
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const file = join(place, `ml-${execution.queryId}.csv`);
  const ordered: RelationColumn[] = [columns.target, ...columns.features];
  const list = ordered.map((column) => `${exported(column)} AS ${quoted(column.name)}`).join(', ');
  const texts = ordered.filter(({ type }) => isText(type)).map(({ name }) => quoted(name));
  const options = [
    'FORMAT csv',
    'HEADER false',
    ...(texts.length > 0 ? [`FORCE_QUOTE (${texts.join(', ')})`] : []),
  ];
  try {
    // Rows of an open transaction are numbered from far above 0, as if behind all that any table could hold.
    const [first] = await values(execution, 'SELECT min(rowid) FROM temp.ml_training');
    for (let part = 0, written = 0; written < rows; part++) {
      const from = BigInt(first as bigint) + BigInt(part * rowsAnObject);
      const some = `SELECT ${list} FROM temp.ml_training WHERE rowid >= ${from} AND rowid < ${from + BigInt(rowsAnObject)}`;
      const result = await connection.run(
        `COPY (${some}) TO '${file.replaceAll("'", "''")}' (${options.join(', ')})`,
      );
      if (result.rowsChanged === 0)
        throw new Error(`Of ${rows} rows to learn from, ${written} were exported.`);
      written += result.rowsChanged;
      execution.cancellation.check();
      const name = `train/${String(part).padStart(4, '0')}_part_00.csv`;
      await put(services.call, folder, 'redshift', name, await readFile(file)).catch((error: unknown) => {
        throw passedOn(error);
      });
    }
  } finally {
    rmSync(file, { force: true });
  }
}

function exported({ name, type }: RelationColumn): string {
  return isText(type) ? quoted(name) : inNumbers(quoted(name), type);
}

async function values({ connection }: Execution, sql: string): Promise<DuckDBValue[]> {
  const result = await connection.runAndReadAll(sql).catch(rethrow);
  return result.getRows().map((row) => row[0] as DuckDBValue);
}

function rethrow(error: unknown): never {
  throw translateError(error);
}
