import type { Cloud } from '../cloud.js';
import type { CredentialAuthority } from '../credential-authority.js';
import type { Service } from '../service.js';
import { assumeRole } from './assume-role.js';
import { getCallerIdentity } from './get-caller-identity.js';
import { getSessionToken } from './get-session-token.js';

/** STS: who one is, and temporary credentials. @param authority keeps what was issued, for the signature check. */
export function createStsService(cloud: Cloud, authority: CredentialAuthority): Service {
  return {
    id: 'sts',
    actions: {
      GetCallerIdentity: getCallerIdentity(cloud),
      AssumeRole: assumeRole(cloud, authority),
      GetSessionToken: getSessionToken(authority),
    },
  };
}
