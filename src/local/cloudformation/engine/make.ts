import { randomUUID } from 'node:crypto';
import type { ResourceRecord } from '../records.js';
import type { ResourceRequest, ResourceType } from '../resources/type.js';
import type { OperationContext } from './context.js';
import { refuseProperties } from './properties.js';
import type { Outcome } from './walk.js';

/** Which words the events use: a creation's own, or those of a replacement within an update. */
export interface Verbs {
  progress: 'CREATE_IN_PROGRESS' | 'UPDATE_IN_PROGRESS';
  complete: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE';
  failed: 'CREATE_FAILED' | 'UPDATE_FAILED';
}

export const CREATE: Verbs = {
  progress: 'CREATE_IN_PROGRESS',
  complete: 'CREATE_COMPLETE',
  failed: 'CREATE_FAILED',
};
export const REPLACE: Verbs = {
  progress: 'UPDATE_IN_PROGRESS',
  complete: 'UPDATE_COMPLETE',
  failed: 'UPDATE_FAILED',
};

/**
 * Makes a resource, from wherever it stands: never a second one. `creating` is saved before the call, so that after a
 * kill the thing is looked for before it is made again.
 */
export async function make(
  context: OperationContext,
  type: ResourceType | undefined,
  record: ResourceRecord,
  verbs: Verbs,
  cancelled: () => boolean,
): Promise<Outcome> {
  const { journal } = context;
  const token = randomUUID();
  try {
    if (!type) throw new Error(`Resource type ${record.type} is not supported by the local cloud.`);
    refuseProperties(type, record);
    await bring(context, type, record, verbs, cancelled);
  } catch (error) {
    const reason = context.reason(record.logicalId, error, token);
    if (record.step === 'planned' || record.step === 'creating') record.step = 'foreign';
    journal.resourceStatus(record, verbs.failed, reason);
    return 'failed';
  }
  if (record.step !== 'done') {
    journal.resourceStatus(record, verbs.failed, 'Resource creation cancelled');
    return 'failed';
  }
  return 'done';
}

async function bring(
  context: OperationContext,
  type: ResourceType,
  record: ResourceRecord,
  verbs: Verbs,
  cancelled: () => boolean,
): Promise<void> {
  const { journal, cloud } = context;
  let request = context.request(type, record);
  if (record.step === 'planned' || record.step === 'creating') {
    const interrupted = record.step === 'creating';
    record.step = 'creating';
    journal.save();
    record.physicalId =
      (interrupted ? await type.find?.(request) : undefined) ?? (await type.create(request));
    record.step = 'made';
    journal.resourceStatus(record, verbs.progress, 'Resource creation Initiated');
    request = context.request(type, record);
  }
  await type.configure?.(request);
  const pause = cloud.settings.delays.resource;
  if (pause > 0) await context.sleep(pause);
  if (type.ready && !(await context.until(() => type.ready?.(request) ?? Promise.resolve(true), cancelled)))
    return;
  await take(type, record, request);
  if (cancelled()) return;
  record.step = 'done';
  journal.resourceStatus(record, verbs.complete);
}

/** Reads what other resources may ask of this one. */
export async function take(
  type: ResourceType,
  record: ResourceRecord,
  request: ResourceRequest,
): Promise<void> {
  record.attributes = (await type.read?.(request)) ?? {};
  const ref = type.ref?.(request, record.attributes);
  if (ref !== undefined) record.ref = ref;
}
