import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Credentials } from './cloud.js';
import type { CredentialAuthority } from './credential-authority.js';
import type { CloudIdentity } from './identity.js';
import { randomKeyId } from './identity.js';
import { AwsError } from './protocol/errors.js';
import type { Caller } from './service.js';

interface Sealed {
  accessKeyId: string;
  arn: string;
  roleArn: string;
  /** epoch ms */
  expiration: number;
  sessionPolicies?: NonNullable<Caller['sessionPolicies']>;
}

/**
 * Knows every access key of one cloud. Temporary credentials are sealed, not stored: the session token carries role and
 * expiry under a MAC and the secret is derived from the token, so that they outlive a restart and no file holds them.
 */
export class CredentialStore implements CredentialAuthority {
  private readonly identity: CloudIdentity;
  private readonly services = new Map<string, Credentials>();
  private readonly serviceByKey = new Map<string, { principal: string; secret: string }>();

  constructor(identity: CloudIdentity) {
    this.identity = identity;
  }

  /** The workshop's own user, who may do anything in its account. */
  get user(): Credentials {
    return { accessKeyId: this.identity.accessKeyId, secretAccessKey: this.identity.secretAccessKey };
  }

  /** The key by which an AWS service signs (`lambda.amazonaws.com`); made for this process, never written. */
  service(principal: string): Credentials {
    let credentials = this.services.get(principal);
    if (!credentials) {
      credentials = {
        accessKeyId: `AKIA${randomKeyId()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
      };
      this.services.set(principal, credentials);
      this.serviceByKey.set(credentials.accessKeyId, { principal, secret: credentials.secretAccessKey });
    }
    return credentials;
  }

  issue(options: {
    roleArn: string;
    sessionName: string;
    arn: string;
    seconds: number;
    sessionPolicies?: NonNullable<Caller['sessionPolicies']>;
  }): Credentials & { expiration: number } {
    const accessKeyId = `ASIA${randomKeyId()}`;
    const expiration = Math.floor(Date.now() / 1000 + options.seconds) * 1000;
    const { arn, roleArn, sessionPolicies } = options;
    const sealed: Sealed = {
      accessKeyId,
      arn,
      roleArn,
      expiration,
      ...(sessionPolicies && { sessionPolicies }),
    };
    const payload = Buffer.from(JSON.stringify(sealed)).toString('base64url');
    const sessionToken = `${payload}.${this.mac('token', payload)}`;
    return {
      accessKeyId,
      secretAccessKey: this.mac('secret', sessionToken).slice(0, 40),
      sessionToken,
      expiration,
    };
  }

  /**
   * Who signs with this key, and the secret that the signature must have been made with.
   * @throws AwsError InvalidClientTokenId / UnrecognizedClientException / ExpiredToken as AWS answers them.
   */
  lookUp(
    accessKeyId: string,
    sessionToken: string | undefined,
    now: number,
  ): { caller: Caller; secretAccessKey: string } {
    if (accessKeyId === this.identity.accessKeyId) {
      const arn = `arn:aws:iam::${this.identity.accountId}:user/workshop`;
      return { caller: { accessKeyId, arn }, secretAccessKey: this.identity.secretAccessKey };
    }
    const service = this.serviceByKey.get(accessKeyId);
    if (service) return { caller: { accessKeyId, arn: service.principal }, secretAccessKey: service.secret };
    const sealed = sessionToken ? this.open(sessionToken) : undefined;
    if (!sealed || sealed.accessKeyId !== accessKeyId) {
      throw new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        { status: 403 },
      );
    }
    if (now > sealed.expiration) {
      throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired', {
        status: 403,
      });
    }
    const { arn, roleArn, sessionPolicies } = sealed;
    const caller = { accessKeyId, arn, roleArn, ...(sessionPolicies && { sessionPolicies }) };
    return { caller, secretAccessKey: this.mac('secret', sessionToken ?? '').slice(0, 40) };
  }

  private open(token: string): Sealed | undefined {
    const [payload = '', mac = ''] = token.split('.');
    const expected = Buffer.from(this.mac('token', payload));
    const given = Buffer.from(mac);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Sealed;
  }

  private mac(purpose: string, text: string): string {
    return createHmac('sha256', this.identity.sealingKey).update(`${purpose}:${text}`).digest('base64url');
  }
}
