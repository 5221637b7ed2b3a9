import { type AccessTable, arnOf, noResource, passing } from '../policy/access-table.js';

/** Workspaces, and the role that one is given. */
export const grafanaAccess: AccessTable = {
  needs: {
    CreateWorkspace: ({ workspaceRoleArn }, _place) => [
      { action: 'grafana:CreateWorkspace', resource: '*' },
      ...passing(workspaceRoleArn, 'grafana'),
    ],
    UpdateWorkspace: ({ workspaceId, workspaceRoleArn }, place) => [
      arnOf('grafana', place, `/workspaces/${workspaceId}`),
      ...passing(workspaceRoleArn, 'grafana'),
    ],
    ListWorkspaces: noResource,
  },
  otherwise: ({ workspaceId, resourceArn }, place) => [
    workspaceId === undefined ? resourceArn : arnOf('grafana', place, `/workspaces/${workspaceId}`),
  ],
};
