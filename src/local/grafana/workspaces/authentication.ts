import type { Action } from '../../service.js';
import { invalid } from '../errors.js';
import type { WorkspaceStore } from '../store.js';
import type { Workspace } from '../workspace.js';
import { checkProviders } from './create.js';

/** DescribeWorkspaceAuthentication. */
export function describeWorkspaceAuthentication(store: WorkspaceStore): Action {
  return (input) => ({ authentication: authentication(store.get(input.workspaceId)) });
}

/** UpdateWorkspaceAuthentication: the providers, and how SAML is set up. */
export function updateWorkspaceAuthentication(store: WorkspaceStore): Action {
  return (input) => {
    checkProviders(input.authenticationProviders);
    const saml = input.authenticationProviders.includes('SAML');
    if (input.samlConfiguration !== undefined && !saml) {
      throw invalid(
        'samlConfiguration',
        'A SAML configuration needs SAML among the authentication providers.',
      );
    }
    const workspace = store.active(input.workspaceId);
    workspace.authenticationProviders = input.authenticationProviders;
    if (input.samlConfiguration !== undefined) workspace.samlConfiguration = input.samlConfiguration;
    if (!saml) delete workspace.samlConfiguration;
    workspace.modified = Date.now();
    store.save();
    return { authentication: authentication(workspace) };
  };
}

function authentication(workspace: Workspace): object {
  const { authenticationProviders: providers, samlConfiguration } = workspace;
  const status = samlConfiguration === undefined ? 'NOT_CONFIGURED' : 'CONFIGURED';
  return {
    providers,
    saml: providers.includes('SAML') ? { status, configuration: samlConfiguration } : undefined,
    // There is no Identity Center behind the local cloud, so there is no client of it either.
    awsSso: providers.includes('AWS_SSO') ? {} : undefined,
  };
}
