import type { Action } from '../../service.js';
import { type DataApi, submit, submitted } from './submit.js';

/** BatchExecuteStatement: TRANSACTION (all or none, the default) or AUTO_COMMIT (each by itself, going on after a failure). */
export function batchExecuteStatement(api: DataApi): Action {
  return async (input, context) => {
    const record = await submit(api, input, context, true);
    return submitted(record, input.WaitTimeSeconds !== undefined);
  };
}
