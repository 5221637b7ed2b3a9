import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { WorkshopError } from '../../errors.js';
import type { Clients } from '../clients.js';
import { describeStack } from './describe.js';
import { EventPoller } from './events.js';
import { StackProgress } from './progress.js';

export interface Deployment {
  stackName: string;
  /** Minified JSON, at most 51,200 bytes. */
  body: string;
  resources: number;
  tags: Record<string, string>;
}

export type Progress = (text: string, done: number, total: number) => void;

export interface DeployedStack {
  /** false: the stack was already there as the template says. */
  changed: boolean;
  outputs: Record<string, string>;
}

/**
 * Makes or updates a stack through a change set and waits for it. A stack that an earlier run left half made is deleted
 * and made anew; one that another process is changing is waited for.
 * @throws WorkshopError `stack-failed` with the first real cause
 */
export async function deployStack(
  clients: Clients,
  deployment: Deployment,
  progress: Progress,
  signal?: AbortSignal,
): Promise<DeployedStack> {
  const client = await clients.cloudFormation();
  const existing = await settled(client, deployment.stackName, signal);
  const fresh = !existing || existing.StackStatus === 'REVIEW_IN_PROGRESS';
  const token = randomUUID();
  const changeSet = await createChangeSet(client, deployment, fresh ? 'CREATE' : 'UPDATE', token, signal);
  if (!changeSet) return { changed: false, outputs: outputsOf(existing) };
  const { ExecuteChangeSetCommand } = await import('@aws-sdk/client-cloudformation');
  const poller = new EventPoller(client, changeSet.stackId, token);
  const counter = new StackProgress(fresh ? deployment.resources : changeSet.changes);
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.id, ClientRequestToken: token }));
  const pace = pacing(signal);
  for (;;) {
    await pace();
    const stack = await describeStack(client, changeSet.stackId);
    // Read after the status: the events that led to a final status are then all there.
    for (const event of await poller.poll()) counter.add(event);
    progress(counter.text(Date.now()), counter.done, counter.total);
    const status = stack?.StackStatus ?? 'DELETE_COMPLETE';
    if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE')
      return { changed: true, outputs: outputsOf(stack) };
    if (!status.endsWith('_IN_PROGRESS')) {
      throw new WorkshopError({
        code: 'stack-failed',
        message: `The stack ${deployment.stackName} could not be made.`,
        why: counter.rootCause ?? stack?.StackStatusReason ?? status,
        next: 'Mend the cause and run workshop setup again: it goes on from here.',
      });
    }
  }
}

/** The stack once nobody is changing it; undefined when there is none, or only the rest of a failed creation (deleted). */
async function settled(
  client: CloudFormationClient,
  name: string,
  signal?: AbortSignal,
): Promise<Stack | undefined> {
  const { DeleteStackCommand } = await import('@aws-sdk/client-cloudformation');
  const pace = pacing(signal);
  for (;;) {
    const stack = await describeStack(client, name);
    const status = stack?.StackStatus;
    if (!stack || !status) return undefined;
    if (status === 'REVIEW_IN_PROGRESS' || !status.endsWith('_IN_PROGRESS')) {
      if (!['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'].includes(status))
        return stack;
      await client.send(new DeleteStackCommand({ StackName: name }));
    }
    await pace();
  }
}

/** @returns undefined when the stack is as the template says already. */
async function createChangeSet(
  client: CloudFormationClient,
  deployment: Deployment,
  type: 'CREATE' | 'UPDATE',
  token: string,
  signal?: AbortSignal,
): Promise<{ id: string; stackId: string; changes: number } | undefined> {
  const { CreateChangeSetCommand, DescribeChangeSetCommand, DeleteChangeSetCommand } = await import(
    '@aws-sdk/client-cloudformation'
  );
  const created = await client.send(
    new CreateChangeSetCommand({
      StackName: deployment.stackName,
      ChangeSetName: `workshop-${token}`,
      ChangeSetType: type,
      TemplateBody: deployment.body,
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      Tags: Object.entries(deployment.tags).map(([Key, Value]) => ({ Key, Value })),
      ClientToken: token,
    }),
  );
  const pace = pacing(signal);
  for (;;) {
    const state = await client.send(
      new DescribeChangeSetCommand({ ChangeSetName: created.Id, StackName: created.StackId }),
    );
    if (state.Status === 'CREATE_COMPLETE')
      return { id: created.Id ?? '', stackId: created.StackId ?? '', changes: state.Changes?.length ?? 0 };
    if (state.Status === 'FAILED') {
      await client.send(
        new DeleteChangeSetCommand({ ChangeSetName: created.Id, StackName: created.StackId }),
      );
      if (/didn't contain changes|No updates are to be performed/.test(state.StatusReason ?? ''))
        return undefined;
      throw new WorkshopError({
        code: 'change-set-failed',
        message: `CloudFormation refused the template of ${deployment.stackName}.`,
        why: state.StatusReason ?? 'no reason was given',
      });
    }
    await pace();
  }
}

function outputsOf(stack: Stack | undefined): Record<string, string> {
  return Object.fromEntries(
    (stack?.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']),
  );
}

/** Waits 50 ms at first and up to 2 s later: quick where things are quick, and easy on the API where they are not. */
export function pacing(signal?: AbortSignal): () => Promise<void> {
  let milliseconds = 50;
  return async () => {
    await sleep(milliseconds, undefined, signal ? { signal } : {});
    milliseconds = Math.min(2000, milliseconds * 1.3);
  };
}
