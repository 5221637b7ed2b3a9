import type { Action } from '../../service.js';
import { invalid } from './connect.js';
import { findStatement } from './find-statement.js';
import { settled } from './statement-record.js';
import type { DataApi } from './submit.js';

/** CancelStatement: interrupts DuckDB itself; the statement ends as ABORTED and its transaction is rolled back. */
export function cancelStatement(api: DataApi): Action {
  return async (input, context) => {
    const { record } = findStatement(api.store, input.Id, context.caller);
    if (settled(record)) {
      throw invalid(
        `Could not cancel a query that is already in ${record.status} state with ID: ${input.Id}.`,
      );
    }
    const Status = await api.runner.cancel(record.id);
    await api.runner.wait(record.id, 5, context.signal);
    return { Status };
  };
}
