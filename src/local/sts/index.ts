import type { Cloud } from '../cloud.js';
import type { CredentialAuthority } from '../credential-authority.js';
import type { Authorizer } from '../policy/authorizer.js';
import type { Service } from '../service.js';
import { assumeRole } from './assume-role.js';
import { getCallerIdentity } from './get-caller-identity.js';
import { getSessionToken } from './get-session-token.js';

/** STS: who one is, and temporary credentials. @param authority keeps what was issued, for the signature check. */
export function createStsService(
  cloud: Cloud,
  authority: CredentialAuthority,
  authorizer: Authorizer,
): Service {
  return {
    id: 'sts',
    // AssumeRole asks by itself, the trust policy first; the other two need no permission.
    access: { free: ['GetCallerIdentity', 'GetSessionToken', 'AssumeRole'] },
    actions: {
      GetCallerIdentity: getCallerIdentity(cloud),
      AssumeRole: assumeRole(cloud, authority, authorizer),
      GetSessionToken: getSessionToken(authority),
    },
  };
}
