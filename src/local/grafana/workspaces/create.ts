import { randomBytes } from 'node:crypto';
import type { Cloud } from '../../cloud.js';
import { AwsError } from '../../protocol/errors.js';
import type { Action } from '../../service.js';
import { invalid, matching, oneOf } from '../errors.js';
import type { WorkspaceStore } from '../store.js';
import { describeWorkspace, grafanaVersions, latestGrafanaVersion, type Workspace } from '../workspace.js';
import { parsedConfiguration } from './configuration.js';

/** AWS's default quota of workspaces in a Region. */
const quota = 5;
export const namePattern = /^[a-zA-Z0-9-._~]{1,255}$/;
const rolePattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

/** CreateWorkspace (202): the workspace is CREATING until the cloud's delay is over. The same client token, the same answer. */
export function createWorkspace(store: WorkspaceStore, cloud: Cloud): Action {
  return (input) => {
    validate(input);
    const token = input.clientToken as string | undefined;
    const before = token === undefined ? undefined : store.list().find((one) => one.clientToken === token);
    if (before !== undefined) return { workspace: describeWorkspace(before, cloud.region) };
    if (store.list().length >= quota) {
      throw new AwsError(
        'ServiceQuotaExceededException',
        `The account has ${quota} workspaces in this Region.`,
        {
          members: {
            resourceId: '',
            resourceType: 'workspace',
            serviceCode: 'grafana',
            quotaCode: 'L-2C2D5119',
          },
        },
      );
    }
    const now = Date.now();
    const workspace: Workspace = {
      id: `g-${randomBytes(5).toString('hex')}`,
      name: input.workspaceName,
      description: input.workspaceDescription,
      accountAccessType: input.accountAccessType,
      permissionType: input.permissionType,
      authenticationProviders: input.authenticationProviders,
      workspaceRoleArn: input.workspaceRoleArn,
      organizationRoleName: input.organizationRoleName,
      stackSetName: input.stackSetName,
      dataSources: input.workspaceDataSources ?? [],
      notificationDestinations: input.workspaceNotificationDestinations ?? [],
      organizationalUnits: input.workspaceOrganizationalUnits ?? [],
      vpcConfiguration: input.vpcConfiguration,
      networkAccessControl: input.networkAccessControl,
      ipAddressType: input.ipAddressType,
      kmsKeyId: input.kmsKeyId,
      grafanaVersion: input.grafanaVersion ?? latestGrafanaVersion,
      configuration: JSON.stringify(parsedConfiguration(input.configuration ?? '{}')),
      tags: input.tags ?? {},
      status: 'CREATING',
      created: now,
      modified: now,
      clientToken: token ?? '',
      permissions: [],
      serviceAccounts: [],
      lastId: 0,
    };
    store.add(workspace);
    store.settle(workspace);
    return { workspace: describeWorkspace(workspace, cloud.region) };
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the codec has checked the shape against the API model.
function validate(input: any): void {
  oneOf('accountAccessType', input.accountAccessType, ['CURRENT_ACCOUNT', 'ORGANIZATION']);
  oneOf('permissionType', input.permissionType, ['CUSTOMER_MANAGED', 'SERVICE_MANAGED']);
  matching('workspaceName', input.workspaceName, namePattern);
  matching('workspaceRoleArn', input.workspaceRoleArn, rolePattern);
  matching('clientToken', input.clientToken, /^[!-~]{1,64}$/);
  oneOf('grafanaVersion', input.grafanaVersion, grafanaVersions);
  checkProviders(input.authenticationProviders);
  for (const destination of input.workspaceNotificationDestinations ?? []) {
    oneOf('workspaceNotificationDestinations', destination, ['SNS']);
  }
}

/** @throws AwsError ValidationException unless it is a list of AWS_SSO, SAML or both */
export function checkProviders(providers: string[]): void {
  if (providers.length === 0)
    throw invalid('authenticationProviders', 'At least one authentication provider is needed.');
  for (const provider of providers) oneOf('authenticationProviders', provider, ['AWS_SSO', 'SAML']);
}
