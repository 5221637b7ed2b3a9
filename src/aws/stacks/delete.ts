import { randomUUID } from 'node:crypto';
import { WorkshopError } from '../../errors.js';
import type { Clients } from '../clients.js';
import { type Progress, pacing } from './deploy.js';
import { describeStack } from './describe.js';
import { EventPoller } from './events.js';
import { StackProgress } from './progress.js';

/**
 * Deletes a stack and waits until it is gone.
 * @returns false when there was none
 * @throws WorkshopError `stack-not-deleted` with the resource that would not go
 */
export async function deleteStack(
  clients: Clients,
  stackName: string,
  progress: Progress,
  signal?: AbortSignal,
): Promise<boolean> {
  const { DeleteStackCommand, ListStackResourcesCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await clients.cloudFormation();
  const stack = await describeStack(client, stackName);
  if (!stack?.StackId) return false;
  const { StackResourceSummaries } = await client.send(
    new ListStackResourcesCommand({ StackName: stack.StackId }),
  );
  const token = randomUUID();
  const counter = new StackProgress(StackResourceSummaries?.length ?? 0);
  const poller = new EventPoller(client, stack.StackId, token);
  await client.send(new DeleteStackCommand({ StackName: stack.StackId, ClientRequestToken: token }));
  const pace = pacing(signal);
  for (;;) {
    await pace();
    const now = await describeStack(client, stack.StackId);
    for (const event of await poller.poll()) counter.add(event);
    progress(counter.text(Date.now()), counter.done, counter.total);
    const status = now?.StackStatus ?? 'DELETE_COMPLETE';
    if (status === 'DELETE_COMPLETE') return true;
    if (!status.endsWith('_IN_PROGRESS')) {
      throw new WorkshopError({
        code: 'stack-not-deleted',
        message: `The stack ${stackName} could not be deleted.`,
        why: counter.rootCause ?? now?.StackStatusReason ?? status,
        next: 'Mend the cause and run workshop teardown again.',
      });
    }
  }
}
