import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RelationRecord } from '../catalog/records.js';
import { SqlError } from '../dialect/sql-error.js';
import { duckdbType, typeText } from '../dialect/types.js';
import { type Execution, writing } from '../engine/execution.js';
import { qualified, quoted } from '../engine/identifiers.js';
import type { Progress } from './loader.js';
import type { S3Access, S3Object } from './s3-access.js';
import type { LoadColumn } from './target.js';

/**
 * Loads Parquet files, column by column in their order, by DuckDB's own reader. The reader needs a file: each lies beside
 * the database while it is read.
 * @throws SqlError where a file has other columns, or a value does not fit; rows in error are not told singly
 */
export async function loadParquet(
  execution: Execution,
  s3: S3Access,
  table: RelationRecord,
  columns: readonly LoadColumn[],
  files: readonly S3Object[],
  progress: Progress,
): Promise<void> {
  const folder = join(execution.database.options.folder, 'load');
  // One COPY at a time writes: what lies there is a killed one's.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  const path = join(folder, 'file.parquet');
  try {
    for (const file of files) {
      execution.cancellation.check();
      await pipeline(Readable.from(s3.bytes(file)), createWriteStream(path, { mode: 0o600 }));
      const rows = await insertFile(execution, table, columns, {
        path,
        name: `s3://${file.bucket}/${file.key}`,
      });
      progress.loaded += rows;
      progress.files.push({ name: `s3://${file.bucket}/${file.key}`, bytes: file.size, lines: rows });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function insertFile(
  execution: Execution,
  table: RelationRecord,
  columns: readonly LoadColumn[],
  file: { path: string; name: string },
): Promise<number> {
  const { connection } = writing(execution);
  const source = `read_parquet('${file.path.replaceAll("'", "''")}')`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`).catch(() => {
    throw new SqlError(`Spectrum Scan Error: File '${file.name}' is not a Parquet file`, 'XX000');
  });
  const names = described.getRows().map(([name]) => String(name));
  if (names.length !== columns.length) {
    throw new SqlError(
      `Spectrum Scan Error: File '${file.name}' has ${names.length} columns, but ${columns.length} are to be loaded`,
      'XX000',
    );
  }
  const values = columns.map((column, index) => castTo(column, quoted(names[index] as string)));
  const result = await connection.run(
    `INSERT INTO ${qualified(table.schema, table.name)} (${columns.map(({ name }) => quoted(name)).join(', ')})
     SELECT ${values.join(', ')} FROM ${source}`,
  );
  return result.rowsChanged;
}

function castTo({ type }: LoadColumn, name: string): string {
  const value = `CAST(${name} AS ${duckdbType(type)})`;
  if (type.name !== 'varchar' && type.name !== 'bpchar') return value;
  const words = `value too long for type ${type.name === 'varchar' ? 'character varying' : 'character'}(${type.length})`;
  return `CASE WHEN strlen(${value}) > ${type.length ?? 65_535} THEN error('${words}') ELSE ${value} END`;
}

/** What Parquet's columns may not become. @throws SqlError */
export function requireParquetTypes(columns: readonly LoadColumn[]): void {
  const refused = columns.find(({ type }) => type.name === 'super' || type.name === 'timetz');
  if (refused) {
    throw new SqlError(
      `COPY from PARQUET into a column of type ${typeText(refused.type)} is not supported by the local Redshift`,
      '0A000',
    );
  }
}
