import type { Action } from '../../service.js';
import { type DataApi, submit, submitted } from './submit.js';

/** ExecuteStatement: one SQL, begun at once; with WaitTimeSeconds the reply waits for its end. */
export function executeStatement(api: DataApi): Action {
  return async (input, context) => {
    const record = await submit(api, input, context, false);
    return submitted(record, input.WaitTimeSeconds !== undefined);
  };
}
