import type { Credentials } from './cloud.js';
import type { Caller } from './service.js';

/** Issues temporary credentials that the server's signature check will know. STS is its only caller. */
export interface CredentialAuthority {
  /**
   * @param options.arn the caller's ARN from then on, `arn:aws:sts::A:assumed-role/ROLE/SESSION`
   * @param options.roleArn the role whose policies hold; the account's root ARN for GetSessionToken
   * @param options.seconds until the credentials expire
   * @param options.sessionPolicies what narrows the session, as AssumeRole was given it
   * @returns the credentials, with `expiration` in epoch ms
   */
  issue(options: {
    roleArn: string;
    sessionName: string;
    arn: string;
    seconds: number;
    sessionPolicies?: NonNullable<Caller['sessionPolicies']>;
  }): Credentials & { expiration: number };
}
