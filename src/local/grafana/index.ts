import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.js';
import type { Service } from '../service.js';
import { grafanaAccess } from './access.js';
import { WorkspaceHttp } from './http/workspace-http.js';
import { WorkspaceStore } from './store.js';
import {
  describeWorkspaceAuthentication,
  updateWorkspaceAuthentication,
} from './workspaces/authentication.js';
import { describeWorkspaceConfiguration, updateWorkspaceConfiguration } from './workspaces/configuration.js';
import { createWorkspace } from './workspaces/create.js';
import { deleteWorkspace } from './workspaces/delete.js';
import { listPermissions, updatePermissions } from './workspaces/permissions.js';
import { describe, listVersions, listWorkspaces } from './workspaces/read.js';
import {
  createServiceAccount,
  deleteServiceAccount,
  listServiceAccounts,
} from './workspaces/service-accounts.js';
import { tagActions } from './workspaces/tags.js';
import { createToken, deleteToken, listTokens } from './workspaces/tokens.js';
import { updateWorkspace } from './workspaces/update.js';

/** Serves a workspace's own HTTP; `path` is what follows `/<workspace id>`, with its query. */
export type WorkspaceServer = (
  request: IncomingMessage,
  response: ServerResponse,
  workspaceId: string,
  path: string,
) => Promise<void>;

/** Amazon Managed Grafana: its API for workspaces, and the HTTP of each workspace: Grafana's API and the dashboard's page. */
export function createGrafanaService(cloud: Cloud): { service: Service; http: WorkspaceServer } {
  const http = new WorkspaceHttp(cloud, () => store);
  const store = new WorkspaceStore(cloud, (id) => http.forget(id));
  const { region } = cloud;
  const service: Service = {
    id: 'grafana',
    access: grafanaAccess,
    actions: {
      CreateWorkspace: createWorkspace(store, cloud),
      DescribeWorkspace: describe(store, region),
      ListWorkspaces: listWorkspaces(store, region),
      UpdateWorkspace: updateWorkspace(store, region),
      DeleteWorkspace: deleteWorkspace(store, region),
      DescribeWorkspaceConfiguration: describeWorkspaceConfiguration(store),
      UpdateWorkspaceConfiguration: updateWorkspaceConfiguration(store),
      DescribeWorkspaceAuthentication: describeWorkspaceAuthentication(store),
      UpdateWorkspaceAuthentication: updateWorkspaceAuthentication(store),
      ListVersions: listVersions(store),
      UpdatePermissions: updatePermissions(store),
      ListPermissions: listPermissions(store),
      CreateWorkspaceServiceAccount: createServiceAccount(store),
      ListWorkspaceServiceAccounts: listServiceAccounts(store),
      DeleteWorkspaceServiceAccount: deleteServiceAccount(store),
      CreateWorkspaceServiceAccountToken: createToken(store),
      ListWorkspaceServiceAccountTokens: listTokens(store),
      DeleteWorkspaceServiceAccountToken: deleteToken(store),
      ...tagActions(store, cloud),
    },
    start: () => store.start(),
    stop: () => store.stop(),
  };
  return { service, http: (request, response, id, path) => http.serve(request, response, id, path) };
}
