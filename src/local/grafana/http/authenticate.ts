import type { IncomingMessage } from 'node:http';
import { readPageToken, sameSecret } from '../page-token.js';
import type { WorkspaceStore } from '../store.js';
import type { GrafanaRole, ServiceAccount, Workspace } from '../workspace.js';
import { sha256 } from '../workspaces/tokens.js';
import { HttpError } from './respond.js';

/** Who asks: a service account by its token, or the page by its cookie. The page reads and queries, and no more. */
export interface Visitor {
  role: GrafanaRole | 'PAGE';
  account?: ServiceAccount;
}

export const pageCookie = 'workshop_page';
const rank: Record<Visitor['role'], number> = { PAGE: 1, VIEWER: 1, EDITOR: 2, ADMIN: 3 };

/** @throws HttpError 401 when nobody is known, in Grafana's words */
export function authenticate(
  request: IncomingMessage,
  workspace: Workspace,
  store: WorkspaceStore,
  folder: string,
): Visitor {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return tokenOwner(bearer, workspace, store);
  if (hasPageCookie(request, workspace.id, folder)) {
    checkSameOrigin(request);
    return { role: 'PAGE' };
  }
  throw new HttpError(401, 'Unauthorized', { messageId: 'auth.unauthorized', statusCode: 401, traceID: '' });
}

/** @throws HttpError 403 when the visitor's role is not enough */
export function requireRole(visitor: Visitor, role: GrafanaRole): void {
  if (rank[visitor.role] >= rank[role]) return;
  throw new HttpError(403, "You'll need additional permissions to perform this action.", {
    accessErrorId: '',
    title: 'Access denied',
  });
}

function tokenOwner(key: string, workspace: Workspace, store: WorkspaceStore): Visitor {
  const digest = sha256(key);
  for (const account of workspace.serviceAccounts) {
    const token = account.tokens.find((one) => sameSecret(one.sha256, digest));
    if (token === undefined) continue;
    if (token.expiresAt <= Date.now()) {
      throw new HttpError(401, 'Expired API key', { messageId: 'service-accounts.expired', statusCode: 401 });
    }
    // To the minute: a write to disk for every request would serve nobody.
    if (Date.now() - (token.lastUsedAt ?? 0) > 60_000) {
      token.lastUsedAt = Date.now();
      store.save();
    }
    return { role: account.grafanaRole, account };
  }
  throw new HttpError(401, 'Invalid API key', { messageId: 'api-key.invalid', statusCode: 401, traceID: '' });
}

/** Whether the request carries the page's cookie. */
export function hasPageCookie(request: IncomingMessage, workspaceId: string, folder: string): boolean {
  const secret = readPageToken(folder, workspaceId);
  if (secret === undefined) return false;
  const cookies = (request.headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('='));
  return cookies.some(([name, value]) => name === pageCookie && sameSecret(value ?? '', secret));
}

/** The cookie that lets the page read, for this workspace's path only. */
export function setPageCookie(workspaceId: string, secret: string): string {
  return `${pageCookie}=${secret}; Path=/${workspaceId}/; HttpOnly; SameSite=Strict`;
}

/** A page on another port of this machine is same-site to a cookie: what is not a plain read must come from this page. */
function checkSameOrigin(request: IncomingMessage): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, host } = request.headers;
  const json = /^application\/json\b/.test(request.headers['content-type'] ?? '');
  if (origin === `http://${host}` && json) return;
  throw new HttpError(403, 'origin not allowed');
}
