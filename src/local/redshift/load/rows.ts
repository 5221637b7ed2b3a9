import type { DuckDBValue } from '@duckdb/node-api';
import type { CopyOptions } from '../dialect/copy-options.js';
import { type FileRecord, faults, type LoadFault } from './record.js';
import type { LoadColumn } from './target.js';
import { type DuckDB, toValue } from './values.js';

/** A record as a row of DuckDB's values, or why it is none; `blank` for a line that IGNOREBLANKLINES leaves out. */
export type ToRow = (record: FileRecord) => { row: DuckDBValue[] } | { fault: LoadFault } | 'blank';

export function toRow(api: DuckDB, columns: readonly LoadColumn[], options: CopyOptions): ToRow {
  const values = columns.map((column) => toValue(api, column, options));
  const filler = columns.map(({ type }) =>
    type.name === 'varchar' && !options.emptyAsNull && options.format !== 'json' ? '' : undefined,
  );
  return (record) => {
    if (record.fault) return { fault: record.fault };
    const { fields } = record;
    if (options.ignoreBlankLines && fields.length === 1 && fields[0] === '') return 'blank';
    const row: DuckDBValue[] = new Array(columns.length);
    for (let index = 0; index < columns.length; index++) {
      const there = index < fields.length;
      if (!there && !options.fillRecord) return { fault: { ...faults.noDelimiter, column: index } };
      const read = values[index]?.(there ? fields[index] : filler[index]) ?? { value: null };
      if ('fault' in read) return { fault: { column: index, ...read.fault } };
      row[index] = read.value;
    }
    if (fields.length > columns.length && !endsInDelimiter(fields, columns.length, options)) {
      return { fault: faults.extraColumns };
    }
    return { row };
  };
}

// In delimited text the last field may have a delimiter behind it.
function endsInDelimiter(fields: FileRecord['fields'], columns: number, options: CopyOptions): boolean {
  return options.format === 'text' && fields.length === columns + 1 && fields[columns] === '';
}
