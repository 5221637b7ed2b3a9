import type { Action } from '../../service.js';
import { paged } from '../paging.js';
import type { WorkspaceStore } from '../store.js';
import { describeWorkspace, grafanaVersions, summary } from '../workspace.js';

/** DescribeWorkspace. */
export function describe(store: WorkspaceStore, region: string): Action {
  return (input) => ({ workspace: describeWorkspace(store.get(input.workspaceId), region) });
}

/** ListWorkspaces. */
export function listWorkspaces(store: WorkspaceStore, region: string): Action {
  return (input) => {
    const { items, nextToken } = paged(store.list(), input);
    return { workspaces: items.map((workspace) => summary(workspace, region)), nextToken };
  };
}

/** ListVersions: all, or with a workspace those that it can be updated to. */
export function listVersions(store: WorkspaceStore): Action {
  return (input) => {
    const from = input.workspaceId === undefined ? undefined : store.get(input.workspaceId).grafanaVersion;
    const versions = grafanaVersions.filter(
      (version) => from === undefined || Number(version) > Number(from),
    );
    const { items, nextToken } = paged(versions, input);
    return { grafanaVersions: items, nextToken };
  };
}
