import { AwsError } from '../../protocol/errors.js';
import type { RequestContext } from '../../service.js';
import type { Cell } from '../engine/outcome.js';
import { invalid } from './connect.js';
import { findStatement } from './find-statement.js';
import type { SqlRecord } from './statement-record.js';
import { checkWait, type DataApi } from './submit.js';

/** One page of a statement's result. */
export interface ResultPage {
  sql: SqlRecord;
  format: 'JSON' | 'CSV';
  rows: Cell[][];
  nextToken: string | undefined;
  first: boolean;
}

/**
 * The page that a token names (the first without one).
 * @throws AwsError ResourceNotFoundException when there is no result; ValidationException while it runs or after it failed
 */
export async function resultPage(
  api: DataApi,
  input: { Id: string; NextToken?: string; WaitTimeSeconds?: number },
  context: RequestContext,
): Promise<ResultPage> {
  checkWait(input.WaitTimeSeconds);
  findStatement(api.store, input.Id, context.caller);
  await api.runner.wait(input.Id, input.WaitTimeSeconds, context.signal);
  const found = findStatement(api.store, input.Id, context.caller);
  // For a batch without `:N` the last SQL's result is the batch's.
  const sql = found.sql ?? found.record.sqls.at(-1);
  if (sql?.status !== 'FINISHED') {
    throw new AwsError(
      'ResourceNotFoundException',
      `Query has not finished, or has failed: its status is ${sql?.status}.`,
      {
        members: { ResourceId: input.Id },
      },
    );
  }
  if (!sql.hasResultSet) {
    throw new AwsError(
      'ResourceNotFoundException',
      'Query does not have result. Please check query status with DescribeStatement.',
      {
        members: { ResourceId: input.Id },
      },
    );
  }
  const pages = sql.pages ?? [];
  const number = input.NextToken === undefined ? 0 : pageNumber(input.NextToken, pages.length);
  const address = pages[number];
  const rows = address ? api.store.page(address) : [];
  if (!rows)
    throw new AwsError('ResourceNotFoundException', 'The result has expired.', {
      members: { ResourceId: input.Id },
    });
  const nextToken =
    number + 1 < pages.length ? Buffer.from(`page:${number + 1}`).toString('base64') : undefined;
  return { sql, format: found.record.resultFormat, rows, nextToken, first: number === 0 };
}

function pageNumber(token: string, pages: number): number {
  const number = Number(/^page:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1]);
  if (!Number.isInteger(number) || number >= pages) throw invalid('Invalid NextToken.');
  return number;
}
