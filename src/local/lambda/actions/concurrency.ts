import type { FunctionRecord } from '../model.js';
import { invalid, notFound, parseFunctionName } from '../names.js';
import type { FunctionStore } from '../store.js';

/** An account's concurrency, of which AWS keeps the last 100 unreserved. */
const RESERVABLE = 900;

function unqualified(store: FunctionStore, functionName: string, shownQualifier = ''): FunctionRecord {
  const { name, qualifier } = parseFunctionName(functionName, store.cloud.region);
  if (qualifier) {
    throw invalid(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    );
  }
  const record = store.find(name);
  if (!record) throw notFound(`Function not found: ${store.arn(name, shownQualifier)}`);
  return record;
}

/** Reserves concurrency; 0 stops the function. Held against lambda_ :: test_function_concurrency(_exceptions, _limits). */
export function putFunctionConcurrency(
  store: FunctionStore,
  input: { FunctionName: string; ReservedConcurrentExecutions: number },
): object {
  const record = unqualified(store, input.FunctionName, '$LATEST');
  const others = store
    .all()
    .reduce((sum, one) => sum + (one === record ? 0 : (one.reservedConcurrency ?? 0)), 0);
  if (others + input.ReservedConcurrentExecutions > RESERVABLE) {
    throw invalid(
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    );
  }
  record.reservedConcurrency = input.ReservedConcurrentExecutions;
  store.save();
  return { ReservedConcurrentExecutions: record.reservedConcurrency };
}

export function getFunctionConcurrency(store: FunctionStore, input: { FunctionName: string }): object {
  const { reservedConcurrency } = unqualified(store, input.FunctionName);
  return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
}

export function deleteFunctionConcurrency(store: FunctionStore, input: { FunctionName: string }): object {
  const record = unqualified(store, input.FunctionName);
  delete record.reservedConcurrency;
  store.save();
  return {};
}
