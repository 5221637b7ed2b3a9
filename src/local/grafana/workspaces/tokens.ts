import { createHash, randomBytes } from 'node:crypto';
import type { Action } from '../../service.js';
import { conflict, invalid, notFound } from '../errors.js';
import { paged } from '../paging.js';
import type { WorkspaceStore } from '../store.js';

const longestLifeSeconds = 2_592_000;

/** A token is kept and looked up by this. */
export function sha256(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** CreateWorkspaceServiceAccountToken: the key is in this answer and nowhere else. */
export function createToken(store: WorkspaceStore): Action {
  return ({ workspaceId, serviceAccountId, name, secondsToLive }) => {
    if (secondsToLive < 1 || secondsToLive > longestLifeSeconds) {
      throw invalid('secondsToLive', `secondsToLive must be from 1 to ${longestLifeSeconds}.`);
    }
    const workspace = store.active(workspaceId);
    const account = store.serviceAccount(workspace, serviceAccountId);
    if (account.tokens.some((token) => token.name === name)) {
      throw conflict(`A token named '${name}' already exists.`, name, 'serviceaccounttoken');
    }
    const key = `glsa_${randomBytes(24).toString('base64url').replace(/[-_]/g, 'x')}_${randomBytes(4).toString('hex')}`;
    const now = Date.now();
    workspace.lastId += 1;
    const id = String(workspace.lastId);
    account.tokens.push({
      id,
      name,
      sha256: sha256(key),
      createdAt: now,
      expiresAt: now + secondsToLive * 1000,
    });
    store.save();
    return { serviceAccountToken: { id, name, key }, serviceAccountId, workspaceId };
  };
}

/** ListWorkspaceServiceAccountTokens, the expired among them. */
export function listTokens(store: WorkspaceStore): Action {
  return (input) => {
    const { workspaceId, serviceAccountId } = input;
    const account = store.serviceAccount(store.get(workspaceId), serviceAccountId);
    const { items, nextToken } = paged(account.tokens, input);
    return {
      serviceAccountTokens: items.map((token) => ({
        id: token.id,
        name: token.name,
        createdAt: new Date(token.createdAt),
        expiresAt: new Date(token.expiresAt),
        lastUsedAt: token.lastUsedAt === undefined ? undefined : new Date(token.lastUsedAt),
      })),
      serviceAccountId,
      workspaceId,
      nextToken,
    };
  };
}

/** DeleteWorkspaceServiceAccountToken. */
export function deleteToken(store: WorkspaceStore): Action {
  return ({ workspaceId, serviceAccountId, tokenId }) => {
    const account = store.serviceAccount(store.active(workspaceId), serviceAccountId);
    const index = account.tokens.findIndex((token) => token.id === tokenId);
    if (index < 0) throw notFound('Token could not be found.', tokenId, 'serviceaccounttoken');
    account.tokens.splice(index, 1);
    store.save();
    return { tokenId, serviceAccountId, workspaceId };
  };
}
