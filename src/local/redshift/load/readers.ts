import type { CopyOptions } from '../dialect/copy-options.js';
import { SqlError } from '../dialect/sql-error.js';
import { csvRecord } from './csv-reader.js';
import { readJsonPaths } from './json-paths.js';
import { byName, byPaths, jsonRecord, type PickValues, whole } from './json-reader.js';
import { type FindRecord, readerOf } from './pieces.js';
import type { RecordReader } from './record.js';
import type { S3Access } from './s3-access.js';
import { s3Path } from './source-files.js';
import type { LoadColumn } from './target.js';
import { escapedRecord, lineRecord } from './text-reader.js';

/** Makes the reader of each file of a COPY. @throws SqlError where its JSONPaths do not fit */
export async function readerFactory(
  options: CopyOptions,
  columns: readonly LoadColumn[],
  s3: S3Access,
): Promise<() => RecordReader> {
  if (options.format === 'json') {
    const keepsJson = columns.map(({ type }) => type.name === 'super');
    const find = jsonRecord(await picker(options, columns, s3), keepsJson, options.acceptInvalid);
    return () => readerOf(find, 'last');
  }
  const find = textual(options);
  return () => readerOf(find);
}

function textual(options: CopyOptions): FindRecord {
  if (options.format === 'csv') return csvRecord(options.delimiter ?? ',', options.quote);
  const delimiter = options.delimiter ?? '|';
  return options.escape || options.removeQuotes ? escapedRecord(delimiter, options) : lineRecord(delimiter);
}

async function picker(
  { json = 'auto' }: CopyOptions,
  columns: readonly LoadColumn[],
  s3: S3Access,
): Promise<PickValues> {
  const names = columns.map(({ name }) => name);
  if (json === 'auto' || json === 'auto ignorecase') return byName(names, json !== 'auto');
  if (json === 'noshred') {
    if (columns.length === 1 && columns[0]?.type.name === 'super') return whole;
    throw new SqlError("JSON 'noshred' loads one column of type SUPER", '22023');
  }
  const { bucket, key } = s3Path(json);
  const paths = readJsonPaths(await s3.text(bucket, key));
  if (paths.length !== columns.length) {
    throw new SqlError(
      'Number of jsonpaths and the number of columns should match. ' +
        `JSONPath size: ${paths.length}, Number of columns in table or column list: ${columns.length}`,
      '22023',
    );
  }
  return byPaths(paths);
}
