import type { Command } from '../dialect/command.js';
import { notSupported } from '../dialect/sql-error.js';
import { translate } from '../dialect/translate.js';
import type { Execution } from './execution.js';
import type { Outcome } from './outcome.js';
import { prepareToRead } from './query.js';

/** EXPLAIN of a query: DuckDB's plan, a row a line, under Redshift's column name. */
export async function explain(
  execution: Execution,
  { inner, innerOffset }: Extract<Command, { kind: 'explain' }>,
): Promise<Outcome> {
  if (inner.kind !== 'query') throw notSupported(`EXPLAIN of ${inner.kind}`);
  const translation = await translate(
    // Blanks for EXPLAIN itself: positions stay the statement's.
    ' '.repeat(innerOffset) + inner.text.slice(innerOffset),
    execution.resolver,
  );
  await prepareToRead(execution, translation);
  const plan = await execution.connection.runAndReadAll(`EXPLAIN ${translation.sql}`);
  const lines = String(plan.getRows()[0]?.[1] ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  execution.sink.columns([
    { name: 'QUERY PLAN', type: { name: 'varchar', length: 65535 }, schemaName: '', tableName: '' },
  ]);
  await execution.sink.rows(lines.map((line) => [line]));
  return { hasResultSet: true, rowCount: lines.length, notices: [] };
}
