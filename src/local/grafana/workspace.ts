/** A workspace as it lies on disk; times are epoch ms. */
export interface Workspace {
  id: string;
  name?: string;
  description?: string;
  accountAccessType: string;
  permissionType: string;
  authenticationProviders: string[];
  workspaceRoleArn?: string;
  organizationRoleName?: string;
  stackSetName?: string;
  dataSources: string[];
  notificationDestinations: string[];
  organizationalUnits: string[];
  vpcConfiguration?: { securityGroupIds: string[]; subnetIds: string[] };
  networkAccessControl?: { prefixListIds: string[]; vpceIds: string[] };
  ipAddressType?: string;
  kmsKeyId?: string;
  samlConfiguration?: object;
  grafanaVersion: string;
  configuration: string;
  tags: Record<string, string>;
  status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'VERSION_UPDATING' | 'DELETING';
  created: number;
  modified: number;
  clientToken?: string;
  permissions: { id: string; type: string; role: string }[];
  serviceAccounts: ServiceAccount[];
  /** The number of the last service account or token made here: Grafana's ids are small integers and never used twice. */
  lastId: number;
}

export interface ServiceAccount {
  id: string;
  name: string;
  grafanaRole: GrafanaRole;
  tokens: ServiceAccountToken[];
}

export type GrafanaRole = 'ADMIN' | 'EDITOR' | 'VIEWER';

/** A token is known only by its SHA-256: the key itself is shown once. */
export interface ServiceAccountToken {
  id: string;
  name: string;
  sha256: string;
  createdAt: number;
  expiresAt: number;
  lastUsedAt?: number;
}

/** The latest version of Grafana that the local cloud answers as, and the one a workspace gets unless it asks. */
export const grafanaVersions = ['10.4', '12.4'];
export const latestGrafanaVersion = '12.4';

/** AWS's form of a workspace's host name; on the local cloud its HTTP is under `/<workspace id>` of the endpoint. */
export function workspaceEndpoint(id: string, region: string): string {
  return `${id}.grafana-workspace.${region}.amazonaws.com`;
}

export function workspaceArn(id: string, region: string, accountId: string): string {
  return `arn:aws:grafana:${region}:${accountId}:/workspaces/${id}`;
}

/** A workspace as DescribeWorkspace and its like answer it. */
export function describeWorkspace(workspace: Workspace, region: string): object {
  return {
    ...summary(workspace, region),
    accountAccessType: workspace.accountAccessType,
    permissionType: workspace.permissionType,
    dataSources: workspace.dataSources,
    organizationRoleName: workspace.organizationRoleName,
    organizationalUnits: workspace.organizationalUnits,
    stackSetName: workspace.stackSetName,
    workspaceRoleArn: workspace.workspaceRoleArn,
    vpcConfiguration: workspace.vpcConfiguration,
    networkAccessControl: workspace.networkAccessControl,
    ipAddressType: workspace.ipAddressType,
    kmsKeyId: workspace.kmsKeyId,
    freeTrialConsumed: false,
  };
}

/** A workspace as ListWorkspaces answers it. */
export function summary(workspace: Workspace, region: string): object {
  const saml = workspace.authenticationProviders.includes('SAML');
  return {
    id: workspace.id,
    name: workspace.name,
    description: workspace.description ?? '',
    endpoint: workspaceEndpoint(workspace.id, region),
    grafanaVersion: workspace.grafanaVersion,
    status: workspace.status,
    created: new Date(workspace.created),
    modified: new Date(workspace.modified),
    notificationDestinations: workspace.notificationDestinations,
    authentication: {
      providers: workspace.authenticationProviders,
      samlConfigurationStatus: saml
        ? workspace.samlConfiguration === undefined
          ? 'NOT_CONFIGURED'
          : 'CONFIGURED'
        : undefined,
    },
    tags: workspace.tags,
  };
}
