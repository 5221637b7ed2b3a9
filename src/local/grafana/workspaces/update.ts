import type { Action } from '../../service.js';
import { matching, oneOf } from '../errors.js';
import type { WorkspaceStore } from '../store.js';
import { describeWorkspace, type Workspace } from '../workspace.js';
import { namePattern } from './create.js';

/** UpdateWorkspace (202): what is given replaces what was; UPDATING until the delay is over. */
export function updateWorkspace(store: WorkspaceStore, region: string): Action {
  return (input) => {
    oneOf('accountAccessType', input.accountAccessType, ['CURRENT_ACCOUNT', 'ORGANIZATION']);
    oneOf('permissionType', input.permissionType, ['CUSTOMER_MANAGED', 'SERVICE_MANAGED']);
    matching('workspaceName', input.workspaceName, namePattern);
    const workspace = store.active(input.workspaceId);
    const change: Record<string, unknown> = {
      name: input.workspaceName,
      description: input.workspaceDescription,
      accountAccessType: input.accountAccessType,
      permissionType: input.permissionType,
      workspaceRoleArn: input.workspaceRoleArn,
      organizationRoleName: input.organizationRoleName,
      stackSetName: input.stackSetName,
      dataSources: input.workspaceDataSources,
      notificationDestinations: input.workspaceNotificationDestinations,
      organizationalUnits: input.workspaceOrganizationalUnits,
      vpcConfiguration: input.vpcConfiguration,
      networkAccessControl: input.networkAccessControl,
      ipAddressType: input.ipAddressType,
    };
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    Object.assign(workspace, Object.fromEntries(given) as Partial<Workspace>);
    if (input.removeVpcConfiguration === true) delete workspace.vpcConfiguration;
    if (input.removeNetworkAccessConfiguration === true) delete workspace.networkAccessControl;
    workspace.status = 'UPDATING';
    workspace.modified = Date.now();
    store.save();
    store.settle(workspace);
    return { workspace: describeWorkspace(workspace, region) };
  };
}
