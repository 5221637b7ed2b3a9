import { randomUUID } from 'node:crypto';
import type { ResourceRecord } from '../records.js';
import type { OperationContext } from './context.js';
import { isGone } from './failure.js';
import type { Outcome } from './walk.js';

/** Deletes a resource and tells of it through `tell`. Something already gone counts as deleted. */
export async function remove(
  context: OperationContext,
  record: ResourceRecord,
  tell: (status: string, reason?: string) => void,
): Promise<Outcome> {
  const token = randomUUID();
  if (record.status !== 'DELETE_IN_PROGRESS') tell('DELETE_IN_PROGRESS');
  try {
    await takeAway(context, record);
  } catch (error) {
    tell('DELETE_FAILED', context.reason(record.logicalId, error, token));
    return 'failed';
  }
  tell('DELETE_COMPLETE');
  return 'done';
}

async function takeAway(context: OperationContext, record: ResourceRecord): Promise<void> {
  const type = context.types.get(record.type);
  if (!type || record.step === 'planned' || record.step === 'foreign') return;
  let request = context.request(type, record);
  if (record.step === 'creating') {
    // A kill fell between the call that makes the thing and our note of it.
    const found = await type.find?.(request);
    if (found === undefined) return;
    record.physicalId = found;
    request = context.request(type, record);
  }
  try {
    await type.remove(request);
    await context.until(async () => (await type.gone?.(request)) ?? true);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  const pause = context.cloud.settings.delays.resource;
  if (pause > 0) await context.sleep(pause);
}
