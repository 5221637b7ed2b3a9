import type { Action } from '../../service.js';
import { describeRecord, describeSub } from './describe-record.js';
import { findStatement } from './find-statement.js';
import { checkWait, type DataApi } from './submit.js';

/** DescribeStatement: a statement, or one SQL of a batch; with WaitTimeSeconds a long poll. */
export function describeStatement(api: DataApi): Action {
  return async (input, context) => {
    checkWait(input.WaitTimeSeconds);
    findStatement(api.store, input.Id, context.caller);
    await api.runner.wait(input.Id, input.WaitTimeSeconds, context.signal);
    const { record, sql, index } = findStatement(api.store, input.Id, context.caller);
    return sql ? describeSub(record, sql, index) : describeRecord(record);
  };
}
