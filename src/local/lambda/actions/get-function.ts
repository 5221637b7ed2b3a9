import { describeConfiguration } from '../describe.js';
import type { FunctionStore } from '../store.js';

interface GetFunctionInput {
  FunctionName: string;
  Qualifier?: string;
}

/** The configuration, tags and reserved concurrency. `Code.Location` is absent: there is no bucket of AWS's to sign for. */
export function getFunction(store: FunctionStore, input: GetFunctionInput): object {
  const { record, configuration, qualifier } = store.resolve(input.FunctionName, input.Qualifier);
  return {
    Configuration: describeConfiguration(store, record, configuration, qualifier),
    Code: { RepositoryType: 'S3' },
    ...(Object.keys(record.tags).length > 0 ? { Tags: record.tags } : {}),
    ...(record.reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency } }),
  };
}

/** The configuration alone. */
export function getFunctionConfiguration(store: FunctionStore, input: GetFunctionInput): object {
  const { record, configuration, qualifier } = store.resolve(input.FunctionName, input.Qualifier);
  return describeConfiguration(store, record, configuration, qualifier);
}
