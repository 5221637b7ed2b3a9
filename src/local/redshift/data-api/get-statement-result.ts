import type { Action } from '../../service.js';
import { columnMetadata, field } from './column-metadata.js';
import { invalid } from './connect.js';
import { resultPage } from './result-page.js';
import type { DataApi } from './submit.js';

/** GetStatementResult: rows as Fields, in pages of about 1 MB. */
export function getStatementResult(api: DataApi): Action {
  return async (input, context) => {
    const { sql, format, rows, nextToken } = await resultPage(api, input, context);
    if (format === 'CSV') throw invalid('The result format is CSV: use GetStatementResultV2.');
    const columns = sql.columns ?? [];
    return {
      Records: rows.map((row) =>
        row.map((cell, index) => field(cell, columns[index]?.type ?? { name: 'varchar' })),
      ),
      ColumnMetadata: columns.map(columnMetadata),
      TotalNumRows: sql.resultRows,
      NextToken: nextToken,
    };
  };
}
