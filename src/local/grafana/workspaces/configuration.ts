import type { Action } from '../../service.js';
import { invalid, oneOf } from '../errors.js';
import type { WorkspaceStore } from '../store.js';
import { grafanaVersions, type Workspace } from '../workspace.js';

/** The configuration that a workspace may be given: `{"plugins":{"pluginAdminEnabled"},"unifiedAlerting":{"enabled"}}`. */
export interface WorkspaceConfiguration {
  plugins?: { pluginAdminEnabled?: boolean };
  unifiedAlerting?: { enabled?: boolean };
}

/** @throws AwsError ValidationException when it is no JSON object */
export function parsedConfiguration(text: string): WorkspaceConfiguration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('configuration', 'The configuration must be a JSON object.');
  }
  return value as WorkspaceConfiguration;
}

/** Whether plugins may be installed through the workspace's own API. */
export function pluginAdminEnabled(workspace: Workspace): boolean {
  return (JSON.parse(workspace.configuration) as WorkspaceConfiguration).plugins?.pluginAdminEnabled === true;
}

/** DescribeWorkspaceConfiguration. */
export function describeWorkspaceConfiguration(store: WorkspaceStore): Action {
  return (input) => {
    const workspace = store.get(input.workspaceId);
    return { configuration: workspace.configuration, grafanaVersion: workspace.grafanaVersion };
  };
}

/** UpdateWorkspaceConfiguration (202): UPDATING, or VERSION_UPDATING for another version, until the delay is over. */
export function updateWorkspaceConfiguration(store: WorkspaceStore): Action {
  return (input) => {
    const configuration = JSON.stringify(parsedConfiguration(input.configuration));
    oneOf('grafanaVersion', input.grafanaVersion, grafanaVersions);
    const workspace = store.active(input.workspaceId);
    const version = input.grafanaVersion ?? workspace.grafanaVersion;
    if (Number(version) < Number(workspace.grafanaVersion)) {
      throw invalid(
        'grafanaVersion',
        `A workspace of version ${workspace.grafanaVersion} cannot go back to ${version}.`,
      );
    }
    workspace.status = version === workspace.grafanaVersion ? 'UPDATING' : 'VERSION_UPDATING';
    workspace.configuration = configuration;
    workspace.grafanaVersion = version;
    workspace.modified = Date.now();
    store.save();
    store.settle(workspace);
    return {};
  };
}
