import type { Action } from '../../service.js';
import { conflict, oneOf } from '../errors.js';
import { paged } from '../paging.js';
import type { WorkspaceStore } from '../store.js';

/** CreateWorkspaceServiceAccount. */
export function createServiceAccount(store: WorkspaceStore): Action {
  return (input) => {
    const { name, grafanaRole, workspaceId } = input;
    oneOf('grafanaRole', grafanaRole, ['ADMIN', 'EDITOR', 'VIEWER']);
    const workspace = store.active(workspaceId);
    if (workspace.serviceAccounts.some((account) => account.name === name)) {
      throw conflict(`A service account named '${name}' already exists.`, name, 'serviceaccount');
    }
    workspace.lastId += 1;
    const id = String(workspace.lastId);
    workspace.serviceAccounts.push({ id, name, grafanaRole, tokens: [] });
    store.save();
    return { id, name, grafanaRole, workspaceId };
  };
}

/** ListWorkspaceServiceAccounts. */
export function listServiceAccounts(store: WorkspaceStore): Action {
  return (input) => {
    const { items, nextToken } = paged(store.get(input.workspaceId).serviceAccounts, input);
    return {
      serviceAccounts: items.map(({ id, name, grafanaRole }) => ({
        id,
        name,
        grafanaRole,
        isDisabled: 'false',
      })),
      workspaceId: input.workspaceId,
      nextToken,
    };
  };
}

/** DeleteWorkspaceServiceAccount, with its tokens. */
export function deleteServiceAccount(store: WorkspaceStore): Action {
  return ({ workspaceId, serviceAccountId }) => {
    const workspace = store.active(workspaceId);
    const account = store.serviceAccount(workspace, serviceAccountId);
    workspace.serviceAccounts.splice(workspace.serviceAccounts.indexOf(account), 1);
    store.save();
    return { workspaceId, serviceAccountId };
  };
}
