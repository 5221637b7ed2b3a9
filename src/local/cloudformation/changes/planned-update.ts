import type { Cloud } from '../../cloud.js';
import { surroundingsOf } from '../engine/surroundings.js';
import type { StackModel, StackRecord } from '../records.js';
import { render } from '../rendering.js';
import { changesAnything, refuseTypeChanges } from '../requests.js';
import type { StackStore } from '../store.js';

/**
 * What an update to another model comes to: the stack as it stands and as it would be, and whether anything differs.
 * @throws AwsError ValidationError where a resource would change its type, and what rendering throws
 */
export async function plannedUpdate(cloud: Cloud, store: StackStore, stack: StackRecord, model: StackModel) {
  const after = render(model, await surroundingsOf(cloud, store, stack, model));
  const before = render(stack.model, await surroundingsOf(cloud, store, stack, stack.model));
  refuseTypeChanges(before, after);
  return { before, after, changes: changesAnything(stack, model, before, after) };
}
