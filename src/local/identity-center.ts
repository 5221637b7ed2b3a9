import { createHash } from 'node:crypto';
import type { Cloud } from './cloud.js';

/** The account's instance of Identity Center, as SSO Admin and the identity store both know it. */
export interface IdentityCenter {
  instanceArn: string;
  identityStoreId: string;
  /** The organization's management account, or this account for an account instance. */
  ownerAccountId: string;
}

/** `undefined` for an account without Identity Center. The ids are the same for ever, for the same account. */
export function identityCenterOf(cloud: Cloud): IdentityCenter | undefined {
  const kind = cloud.settings.identityCenter ?? 'none';
  if (kind === 'none') return undefined;
  const digest = createHash('sha256').update(`identity center of ${cloud.accountId}`).digest('hex');
  const management = String(100_000_000_000 + (Number.parseInt(digest.slice(32, 42), 16) % 900_000_000_000));
  return {
    instanceArn: `arn:aws:sso:::instance/ssoins-${digest.slice(0, 16)}`,
    identityStoreId: `d-${digest.slice(16, 26)}`,
    ownerAccountId: kind === 'account' ? cloud.accountId : management,
  };
}
