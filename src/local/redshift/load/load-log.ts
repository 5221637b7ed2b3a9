import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { RelationRecord } from '../catalog/records.js';
import { typeText } from '../dialect/types.js';
import type { Execution } from '../engine/execution.js';
import type { FileRecord, LoadFault } from './record.js';
import type { LoadColumn } from './target.js';

/** A row that was not loaded, as STL_LOAD_ERRORS tells it. */
export interface RowError {
  file: string;
  record: FileRecord;
  column: LoadColumn | undefined;
  fault: LoadFault;
}

/** A file that was read to its end. */
export interface ReadFile {
  name: string;
  bytes: number;
  lines: number;
}

/** What one COPY did, for the system tables. */
export interface LoadReport {
  table: RelationRecord;
  source: string;
  format: string;
  /** epoch ms */
  started: number;
  status: 'completed' | 'aborted';
  loaded: number;
  /** Of all files found, read or not. */
  fileCount: number;
  fileBytes: number;
  files: ReadFile[];
  errors: RowError[];
}

/** Writes a COPY into the tables behind SYS_LOAD_HISTORY, STL_LOAD_COMMITS and STL_LOAD_ERRORS. */
export async function logLoad(
  connection: DuckDBConnection,
  execution: Execution,
  report: LoadReport,
): Promise<void> {
  const { session, queryId, catalog } = execution;
  const who: DuckDBValue[] = [
    catalog.get('user', session.user)?.id ?? 0,
    session.user,
    BigInt(queryId),
    session.pid,
    session.database,
  ];
  const started = time(report.started);
  await insert(connection, 'loads', [
    ...who,
    report.status,
    report.table.name,
    started,
    time(Date.now()),
    report.source,
    report.format,
    BigInt(report.loaded),
    report.fileCount,
    BigInt(report.fileBytes),
    report.files.length,
    BigInt(report.files.reduce((sum, file) => sum + file.bytes, 0)),
    BigInt(report.errors.length),
  ]);
  if (report.status === 'completed') {
    for (const file of report.files) {
      const row = [
        ...who,
        file.name,
        BigInt(file.lines),
        BigInt(file.bytes),
        report.format,
        time(Date.now()),
      ];
      await insert(connection, 'load_files', row);
    }
  }
  for (const error of report.errors) {
    await insert(connection, 'load_errors', [...who, report.table.id, started, ...errorRow(error)]);
  }
}

function errorRow({ file, record, column, fault }: RowError): DuckDBValue[] {
  const field = fault.column === undefined ? undefined : record.fields[fault.column];
  return [
    file,
    BigInt(record.line),
    column?.name ?? '',
    column ? (typeText({ name: column.type.name }).split('(')[0] ?? '') : '',
    column?.type.length === undefined ? '' : String(column.type.length),
    fault.position ?? 0,
    shown(record.raw, 1024),
    shown(field ?? '', 1024),
    fault.code,
    fault.reason.slice(0, 512),
  ];
}

/** Bytes of a file as text; what is no UTF-8 becomes a replacement character. */
function shown(bytes: string, most: number): string {
  return Buffer.from(bytes.slice(0, most), 'latin1').toString('utf8').replaceAll('\0', '');
}

async function insert(connection: DuckDBConnection, table: string, row: DuckDBValue[]): Promise<void> {
  const places = row.map((_, index) => `$${index + 1}`).join(', ');
  await connection.run(`INSERT INTO redshift_catalog.${table} VALUES (${places})`, row);
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, -1).replace('T', ' ');
}
