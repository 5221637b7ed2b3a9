import { rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../../cloud.js';
import { SharedQueries } from '../query/shared-queries.js';
import type { WorkspaceStore } from '../store.js';
import type { Workspace } from '../workspace.js';
import { authenticate, requireRole } from './authenticate.js';
import { ContentsStore } from './contents.js';
import { dashboardRoutes } from './dashboards.js';
import { dataSourceRoutes } from './data-sources.js';
import { queryRoutes } from './ds-query.js';
import { folderRoutes } from './folders.js';
import { instanceRoutes } from './instance.js';
import { isAsset, plain, serveAsset, servePage } from './page.js';
import { pluginRoutes } from './plugins.js';
import { HttpError, readJson, sendJson } from './respond.js';
import { matchPath, type Route } from './route.js';

const routes: Route[] = [
  ...instanceRoutes,
  ...pluginRoutes,
  ...dataSourceRoutes,
  ...dashboardRoutes,
  ...folderRoutes,
  ...queryRoutes,
];

/** The HTTP of a workspace: Grafana's API under `/api`, the dashboard's page, and the page's files. */
export class WorkspaceHttp {
  private readonly cloud: Cloud;
  private readonly store: () => WorkspaceStore;
  private readonly contents: ContentsStore;
  private readonly queries: SharedQueries;

  constructor(cloud: Cloud, store: () => WorkspaceStore) {
    this.cloud = cloud;
    this.store = store;
    this.contents = new ContentsStore(cloud);
    this.queries = new SharedQueries(cloud);
  }

  /** Removes what a deleted workspace held. */
  forget(workspaceId: string): void {
    rmSync(this.contents.forget(workspaceId), { force: true });
  }

  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    workspaceId: string,
    target: string,
  ): Promise<void> {
    const { pathname, searchParams } = new URL(target, 'http://workspace');
    const workspace = this.store().find(workspaceId);
    if (workspace === undefined) return plain(response, 404, `There is no workspace ${workspaceId}.\n`);
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (pathname.startsWith('/api/'))
      return this.serveApi(request, response, workspace, pathname, searchParams);
    if (!reading) return plain(response, 405, 'Method not allowed\n');
    if (isAsset(pathname)) return serveAsset(request, response, pathname);
    if (/^\/d\/[^/]+/.test(pathname))
      return servePage(request, response, workspaceId, searchParams, this.cloud);
    return plain(response, 404, 'Not found\n');
  }

  private async serveApi(
    request: IncomingMessage,
    response: ServerResponse,
    workspace: Workspace,
    path: string,
    search: URLSearchParams,
  ): Promise<void> {
    try {
      const { status = 200, body } = await this.answer(request, workspace, path, search);
      sendJson(response, status, body);
    } catch (error) {
      if (error instanceof HttpError) {
        request.resume();
        sendJson(response, error.status, { message: error.message, ...error.members });
        return;
      }
      this.cloud.log(
        `unexpected in grafana ${path}: ${error instanceof Error ? error.stack : String(error)}`,
      );
      sendJson(response, 500, { message: 'Internal server error' });
    }
  }

  private async answer(
    request: IncomingMessage,
    workspace: Workspace,
    path: string,
    search: URLSearchParams,
  ) {
    if (workspace.status === 'CREATING') throw new HttpError(503, 'The workspace is being created.');
    if (path === '/api/health') {
      return { body: { database: 'ok', version: workspace.grafanaVersion, commit: '' } };
    }
    const visitor = authenticate(request, workspace, this.store(), this.cloud.folder);
    for (const route of routes) {
      const parameters = route.method === request.method ? matchPath(route.path, path) : undefined;
      if (parameters === undefined) continue;
      requireRole(visitor, route.role);
      const { cloud, queries } = this;
      const contents = this.contents.of(workspace.id);
      const body = request.method === 'GET' ? {} : await readJson(request);
      return route.handle({ cloud, workspace, contents, queries, visitor, parameters, search, body });
    }
    throw new HttpError(404, 'Not found');
  }
}
