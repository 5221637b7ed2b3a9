import type { Pool } from '../environment/pool.js';
import { invalid, notFound, parseFunctionName } from '../names.js';
import type { FunctionStore } from '../store.js';

/** Removes a function, or one version of it. Held against lambda_ :: test_function_lifecycle (204, then not found). */
export function deleteFunction(
  store: FunctionStore,
  pool: Pool,
  input: { FunctionName: string; Qualifier?: string },
): object {
  const reference = parseFunctionName(input.FunctionName, store.cloud.region, input.Qualifier);
  if (reference.qualifier === '$LATEST')
    throw invalid('$LATEST version cannot be deleted without deleting the function.');
  if (reference.qualifier && /^(?!\d+$)[a-zA-Z0-9-_]+$/.test(reference.qualifier))
    throw invalid('Deletion of aliases is not currently supported.');
  if (!store.find(reference.name)) throw notFound(`Function not found: ${store.arn(reference.name)}`);
  const { record, configuration, qualifier } = store.resolve(input.FunctionName, input.Qualifier);
  store.release(configuration);
  if (qualifier) {
    record.versions = record.versions.filter((one) => one !== configuration);
    store.save();
    store.dropUnusedCode();
  } else {
    for (const version of record.versions) store.release(version);
    store.remove(record.name);
  }
  pool.retire(record.name);
  return { StatusCode: 204 };
}
