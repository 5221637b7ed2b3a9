import { validationError } from '../errors.js';
import type { OutputRecord, StackRecord } from '../records.js';
import { type Rendering, seenRecord } from '../rendering.js';
import type { StackStore } from '../store.js';
import { isObject, type Json } from '../template/json.js';
import { resolve } from '../template/resolve.js';

/**
 * The stack's outputs, from its resources as they are.
 * @throws AwsError where a value is no string, an export's name is taken, or an export in use would change.
 */
export function outputsOf(rendering: Rendering, stack: StackRecord, store: StackStore): OutputRecord[] {
  const scope = rendering.scope((logicalId) => {
    const record = stack.resources[logicalId];
    return record && seenRecord(record);
  });
  const outputs = Object.entries(rendering.outputs).map(([key, definition]): OutputRecord => {
    const exportName = definition.Export && text(key, resolve(definition.Export.Name, scope));
    return {
      key,
      value: text(key, resolve(definition.Value, scope)),
      ...(definition.Description !== undefined && { description: definition.Description }),
      ...(exportName !== undefined && { exportName }),
    };
  });
  const taken = store.exports().filter((one) => one.stackId !== stack.id);
  for (const { exportName } of outputs) {
    const other = taken.find((one) => one.name === exportName);
    if (other)
      throw validationError(
        `Export with name ${exportName} is already exported by stack ${nameIn(other.stackId)}`,
      );
  }
  for (const old of stack.outputs) {
    if (old.exportName === undefined) continue;
    const now = outputs.find((one) => one.exportName === old.exportName);
    const users = importers(store, old.exportName);
    if (users.length === 0 || now?.value === old.value) continue;
    const verb = now ? 'update' : 'delete';
    throw validationError(`Cannot ${verb} export ${old.exportName} as it is in use by ${users.join(', ')}`);
  }
  return outputs;
}

/** The names of the stacks that import an export. */
export function importers(store: StackStore, exportName: string): string[] {
  return store
    .all()
    .filter((stack) => stack.status !== 'DELETE_COMPLETE' && stack.imports.includes(exportName))
    .map((stack) => stack.name);
}

function nameIn(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}

function text(key: string, value: Json): string {
  if (Array.isArray(value) || isObject(value)) {
    throw validationError(
      `Template format error: Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
    );
  }
  return String(value);
}
