import { findRelation } from '../catalog/name-resolver.js';
import type { RelationRecord } from '../catalog/records.js';
import type { Command } from '../dialect/command.js';
import { translateError } from '../dialect/errors.js';
import { SqlError } from '../dialect/sql-error.js';
import { type Execution, writing } from '../engine/execution.js';
import { done, type Outcome } from '../engine/outcome.js';
import { requirePrivilege } from '../engine/query.js';
import { type LoadReport, logLoad } from './load-log.js';
import { type Load, loadFiles, type Progress, TooManyErrors } from './loader.js';
import { loadParquet, requireParquetTypes } from './parquet.js';
import { readerFactory } from './readers.js';
import { toRow } from './rows.js';
import { S3Access, type S3Object } from './s3-access.js';
import { sourceFiles } from './source-files.js';
import { Stage } from './stage.js';
import { type LoadColumn, targetColumns } from './target.js';

type Copy = Extract<Command, { kind: 'copy' }>;

/**
 * COPY … FROM 's3://…': all of its rows in the statement's transaction, or none. What it did or why not is noted in the
 * system tables either way.
 */
export async function copy(execution: Execution, command: Copy): Promise<Outcome> {
  const transaction = writing(execution);
  const table = tableOf(execution, command);
  const { source, options } = command;
  execution.session.lastCopy = { queryId: execution.queryId, rows: 0 };
  const report: LoadReport = {
    table,
    source,
    format: options.format === 'text' ? 'txt' : options.format,
    started: Date.now(),
    status: 'aborted',
    loaded: 0,
    fileCount: 0,
    fileBytes: 0,
    files: [],
    errors: [],
  };
  transaction.afterRollback.push(() => noteAborted(execution, report));
  const s3 = new S3Access(execution, options.iamRole, options.region);
  const columns = await targetColumns(transaction.connection, table, command.columns, options.explicitIds);
  const loadAll = await prepareLoad(execution, command, { table, columns, s3 });
  const files = await sourceFiles(execution, s3, source, options.manifest);
  report.fileCount = files.length;
  report.fileBytes = files.reduce((sum, file) => sum + file.size, 0);
  await loadAll(files, report).catch((error: unknown) => {
    throw error instanceof TooManyErrors ? failed(table) : translateError(error);
  });
  await logLoad(transaction.connection, execution, { ...report, status: 'completed' });
  execution.session.lastCopy = { queryId: execution.queryId, rows: report.loaded };
  // The Data API shows 0, whatever COPY loaded (seen in its replies: github.com/aws/aws-sdk/issues/356).
  return done(0, [
    `Load into table '${table.name}' completed, ${report.loaded} record(s) loaded successfully.`,
    ...(report.errors.length > 0
      ? [
          `Load into table '${table.name}' completed, ${report.errors.length} record(s) could not be loaded.  Check 'stl_load_errors' system table for details.`,
        ]
      : []),
  ]);
}

function tableOf(execution: Execution, command: Copy): RelationRecord {
  const table = findRelation(execution.catalog, execution.session, command.table);
  if (table.kind !== 'table') throw new SqlError(`cannot copy to ${table.kind} "${table.name}"`, '0A000');
  requirePrivilege(execution, command.table, 'INSERT');
  return table;
}

/** What the COPY says is checked before anything is read. */
async function prepareLoad(
  execution: Execution,
  { options }: Copy,
  { table, columns, s3 }: { table: RelationRecord; columns: LoadColumn[]; s3: S3Access },
): Promise<(files: S3Object[], progress: Progress) => Promise<void>> {
  if (options.format === 'parquet') {
    requireParquetTypes(columns);
    return (files, progress) => loadParquet(execution, s3, table, columns, files, progress);
  }
  const api = await import('@duckdb/node-api');
  const { connection } = writing(execution);
  const load: Load = {
    s3,
    gzip: options.gzip,
    ignoreHeader: options.ignoreHeader,
    maxError: options.maxError,
    columns,
    newReader: await readerFactory(options, columns, s3),
    toRow: toRow(api, columns, options),
    stage: options.noLoad ? undefined : new Stage(api, connection, table, columns),
    check: () => execution.cancellation.check(),
  };
  return (files, progress) => loadFiles(load, files, progress);
}

function failed(table: RelationRecord): SqlError {
  return new SqlError(
    `Load into table '${table.name}' failed.  Check 'stl_load_errors' system table for details.`,
    'XX000',
  );
}

async function noteAborted(execution: Execution, report: LoadReport): Promise<void> {
  const { database } = execution;
  try {
    await database.write(({ connection }) =>
      logLoad(connection, execution, { ...report, status: 'aborted', loaded: 0 }),
    );
  } catch (error) {
    // The load's own error is the one to tell; this one only kept it out of the system tables.
    database.options.log?.(`redshift: could not note a failed COPY into ${report.table.name}: ${error}`);
  }
}
