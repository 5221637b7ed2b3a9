import type { Action } from '../../service.js';
import type { Cell } from '../engine/outcome.js';
import { columnMetadata } from './column-metadata.js';
import { invalid } from './connect.js';
import { resultPage } from './result-page.js';
import type { DataApi } from './submit.js';

/** GetStatementResultV2: rows as CSV text, a header line on the first page. */
export function getStatementResultV2(api: DataApi): Action {
  return async (input, context) => {
    const { sql, format, rows, nextToken, first } = await resultPage(api, input, context);
    if (format !== 'CSV') throw invalid('The result format is JSON: use GetStatementResult.');
    const columns = sql.columns ?? [];
    const lines = rows.map(csvLine);
    if (first) lines.unshift(csvLine(columns.map((column) => column.name)));
    return {
      Records: [{ CSVRecords: lines.join('\r\n') }],
      ColumnMetadata: columns.map(columnMetadata),
      TotalNumRows: sql.resultRows,
      ResultFormat: 'csv',
      NextToken: nextToken,
    };
  };
}

function csvLine(cells: Cell[]): string {
  return cells
    .map((cell) => {
      if (cell === null) return '';
      const text = String(cell);
      return /[",\r\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}
