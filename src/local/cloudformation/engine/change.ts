import { randomUUID } from 'node:crypto';
import type { ResourceRecord } from '../records.js';
import type { ResourceType } from '../resources/type.js';
import { type JsonObject, sameJson } from '../template/json.js';
import type { OperationContext } from './context.js';
import { take } from './make.js';
import { nameOf } from './names.js';
import { refuseProperties } from './properties.js';
import type { Outcome } from './walk.js';

/** The names of properties that differ. */
export function changedProperties(before: JsonObject, after: JsonObject): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !sameJson(before[name], after[name]),
  );
}

/** Whether a change needs a new thing. */
export function needsReplacement(type: ResourceType, before: ResourceRecord, after: JsonObject): boolean {
  const changed = changedProperties(before.properties, after);
  if (changed.length === 0) return false;
  return !type.update || changed.some((name) => type.createOnly.includes(name));
}

/** A thing whose name the template gives cannot be replaced under the same name. */
export function nameStays(
  type: ResourceType,
  before: ResourceRecord,
  after: ResourceRecord,
  stack: string,
): boolean {
  const rule = type.name;
  if (!rule || after.properties[rule.property] === undefined) return false;
  return nameOf(type, before, stack) === nameOf(type, after, stack);
}

/** Changes a resource in place; `before` is what it was. */
export async function change(
  context: OperationContext,
  type: ResourceType | undefined,
  record: ResourceRecord,
  before: ResourceRecord,
  cancelled: () => boolean,
): Promise<Outcome> {
  const { journal } = context;
  const token = randomUUID();
  if (record.status !== 'UPDATE_IN_PROGRESS') journal.resourceStatus(record, 'UPDATE_IN_PROGRESS');
  try {
    if (!type) throw new Error(`Resource type ${record.type} is not supported by the local cloud.`);
    refuseProperties(type, record);
    const request = context.request(type, record, before);
    // What an earlier creation left half set is set first.
    if (before.status === 'CREATE_FAILED') await type.configure?.(request);
    await type.update?.(request);
    const pause = context.cloud.settings.delays.resource;
    if (pause > 0) await context.sleep(pause);
    if (
      type.ready &&
      !(await context.until(() => type.ready?.(request) ?? Promise.resolve(true), cancelled))
    ) {
      journal.resourceStatus(record, 'UPDATE_FAILED', 'Resource update cancelled');
      return 'failed';
    }
    await take(type, record, request);
  } catch (error) {
    journal.resourceStatus(record, 'UPDATE_FAILED', context.reason(record.logicalId, error, token));
    return 'failed';
  }
  journal.resourceStatus(record, 'UPDATE_COMPLETE');
  return 'done';
}
