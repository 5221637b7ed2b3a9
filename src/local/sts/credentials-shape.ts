import type { Credentials } from '../cloud.js';

/** Credentials in STS's shape. */
export function credentialsShape(issued: Credentials & { expiration: number }): object {
  return {
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    SessionToken: issued.sessionToken,
    Expiration: new Date(issued.expiration),
  };
}
