import type { WorkspaceDescription } from '@aws-sdk/client-grafana';
import type { Clients } from '../aws/clients.js';
import { pacing } from '../aws/stacks/deploy.js';
import { tagKey } from '../config.js';
import { WorkshopError } from '../errors.js';

export interface Workspace {
  id: string;
  endpoint: string;
  status: string;
}

/** The workshop's workspace, known by name and tag; undefined when there is none. */
export async function findWorkspace(clients: Clients, name: string): Promise<Workspace | undefined> {
  const { ListWorkspacesCommand } = await import('@aws-sdk/client-grafana');
  const client = await clients.grafana();
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListWorkspacesCommand(nextToken ? { nextToken } : {}));
    const found = page.workspaces?.find((each) => each.name === name && each.tags?.[tagKey] === name);
    if (found) return { id: found.id ?? '', endpoint: found.endpoint ?? '', status: found.status ?? '' };
    nextToken = page.nextToken;
  } while (nextToken);
  return undefined;
}

/**
 * Makes the workspace under a role of ours (only the console makes roles itself) and waits until it is ACTIVE.
 * @throws WorkshopError `workspace-failed`
 */
export async function createWorkspace(
  clients: Clients,
  name: string,
  roleArn: string,
  signal?: AbortSignal,
): Promise<Workspace> {
  const { CreateWorkspaceCommand } = await import('@aws-sdk/client-grafana');
  const client = await clients.grafana();
  const { workspace } = await client.send(
    new CreateWorkspaceCommand({
      workspaceName: name,
      accountAccessType: 'CURRENT_ACCOUNT',
      authenticationProviders: ['AWS_SSO'],
      permissionType: 'CUSTOMER_MANAGED',
      workspaceRoleArn: roleArn,
      workspaceNotificationDestinations: ['SNS'],
      configuration: JSON.stringify({
        plugins: { pluginAdminEnabled: true },
        unifiedAlerting: { enabled: true },
      }),
      tags: { [tagKey]: name },
    }),
  );
  return waitForWorkspace(clients, workspace?.id ?? '', signal);
}

/** Waits while a workspace is being made or changed. @throws WorkshopError when it fails. */
export async function waitForWorkspace(
  clients: Clients,
  id: string,
  signal?: AbortSignal,
): Promise<Workspace> {
  const { DescribeWorkspaceCommand } = await import('@aws-sdk/client-grafana');
  const client = await clients.grafana();
  const pace = pacing(signal);
  for (;;) {
    const { workspace } = await client.send(new DescribeWorkspaceCommand({ workspaceId: id }));
    const description: Partial<WorkspaceDescription> = workspace ?? {};
    if (description.status === 'ACTIVE')
      return { id, endpoint: description.endpoint ?? '', status: 'ACTIVE' };
    if (/FAILED|DELET/.test(description.status ?? '')) {
      throw new WorkshopError({
        code: 'workspace-failed',
        message: `The Grafana workspace ${id} is ${description.status}.`,
        next: 'workshop teardown, then workshop setup',
      });
    }
    await pace();
  }
}

/** Deletes a workspace and waits until it is gone. */
export async function deleteWorkspace(clients: Clients, id: string, signal?: AbortSignal): Promise<void> {
  const { DeleteWorkspaceCommand, DescribeWorkspaceCommand } = await import('@aws-sdk/client-grafana');
  const client = await clients.grafana();
  const gone = (error: unknown) => (error as Error).name === 'ResourceNotFoundException';
  try {
    await client.send(new DeleteWorkspaceCommand({ workspaceId: id }));
    const pace = pacing(signal);
    for (;;) {
      const { workspace } = await client.send(new DescribeWorkspaceCommand({ workspaceId: id }));
      if (workspace?.status === 'DELETION_FAILED') {
        throw new WorkshopError({
          code: 'workspace-not-deleted',
          message: `The Grafana workspace ${id} could not be deleted.`,
          next: 'workshop teardown',
        });
      }
      await pace();
    }
  } catch (error) {
    if (!gone(error)) throw error;
  }
}
