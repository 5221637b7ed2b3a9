import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { invalidValue } from './invalid.js';

/** Passwords of GetClusterCredentials: they name their cluster, user and end and are signed, so nothing is stored. */
export class TemporaryCredentials {
  #key = randomBytes(32);

  /** A password for a database user until `expiration` (epoch ms). */
  issue(cluster: string, user: string, expiration: number): string {
    return `${expiration.toString(36)}.${this.#sign(cluster, user, expiration)}`;
  }

  /** Whether the password was issued by this process for this cluster and user and has not ended. */
  valid(cluster: string, user: string, password: string): boolean {
    const [end = '', signature = ''] = password.split('.', 2);
    const expiration = Number.parseInt(end, 36);
    const expected = Buffer.from(this.#sign(cluster, user, expiration));
    const actual = Buffer.from(signature);
    return expiration > Date.now() && expected.length === actual.length && timingSafeEqual(expected, actual);
  }

  #sign(cluster: string, user: string, expiration: number): string {
    return createHmac('sha256', this.#key).update(`${cluster}\n${user}\n${expiration}`).digest('base64url');
  }
}

/** `DurationSeconds`, 900 to 3600, 900 unless given. */
export function duration(seconds: number | undefined): number {
  const value = seconds ?? 900;
  if (value < 900 || value > 3600) {
    throw invalidValue(`Invalid DurationSeconds ${value}: it must be between 900 and 3600 seconds.`);
  }
  return value;
}
