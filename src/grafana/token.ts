import type { Clients } from '../aws/clients.js';

/** An hour is more than any run needs; the account is deleted at its end anyway. */
const tokenSeconds = 3600;

/**
 * A service account with an ADMIN token for this run. Each account bills as a user, so `remove` deletes it, and one that
 * a killed run left behind is deleted first.
 */
export async function temporaryToken(
  clients: Clients,
  workspaceId: string,
  purpose: string,
): Promise<{ token: string; remove(): Promise<void> }> {
  const sdk = await import('@aws-sdk/client-grafana');
  const client = await clients.grafana();
  const name = `workshop-${purpose}`;
  const { serviceAccounts } = await client.send(new sdk.ListWorkspaceServiceAccountsCommand({ workspaceId }));
  for (const account of serviceAccounts?.filter((each) => each.name === name) ?? []) {
    await client.send(
      new sdk.DeleteWorkspaceServiceAccountCommand({ workspaceId, serviceAccountId: account.id }),
    );
  }
  const { id: serviceAccountId } = await client.send(
    new sdk.CreateWorkspaceServiceAccountCommand({ workspaceId, name, grafanaRole: 'ADMIN' }),
  );
  const { serviceAccountToken } = await client.send(
    new sdk.CreateWorkspaceServiceAccountTokenCommand({
      workspaceId,
      serviceAccountId,
      name,
      secondsToLive: tokenSeconds,
    }),
  );
  return {
    token: serviceAccountToken?.key ?? '',
    remove: async () => {
      await client.send(new sdk.DeleteWorkspaceServiceAccountCommand({ workspaceId, serviceAccountId }));
    },
  };
}
