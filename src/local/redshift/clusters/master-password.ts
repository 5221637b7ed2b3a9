import { randomBytes, randomInt, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Cloud } from '../../cloud.js';
import { invalidValue } from './invalid.js';

/**
 * Redshift's rules for a master password.
 * @throws AwsError InvalidParameterValue (Redshift Management Guide, CreateCluster's MasterUserPassword)
 */
export function checkMasterPassword(password: string): void {
  const wrong =
    password.length < 8 ||
    password.length > 64 ||
    !/[a-z]/.test(password) ||
    !/[A-Z]/.test(password) ||
    !/[0-9]/.test(password) ||
    !/^[\x21-\x7e]+$/.test(password) ||
    /['"\\/@]/.test(password);
  if (wrong) {
    throw invalidValue(
      'The parameter MasterUserPassword is not a valid password. It must contain 8 to 64 printable ASCII ' +
        'characters with at least one uppercase letter, one lowercase letter and one number, and none of \' " \\ / @ or space.',
    );
  }
}

/** `salt:hash`, both hexadecimal. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${scryptSync(password, salt, 32).toString('hex')}`;
}

export function passwordMatches(password: string, hashed: string): boolean {
  const [salt = '', hash = ''] = hashed.split(':');
  const expected = Buffer.from(hash, 'hex');
  const actual = scryptSync(password, Buffer.from(salt, 'hex'), 32);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** A password that passes `checkMasterPassword`. */
export function newPassword(length = 32): string {
  const alphabet = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const body = Array.from({ length: length - 3 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${body}aA7`;
}

/** Redshift's own secret for an admin password it manages; named as Redshift names it. Returns the secret's ARN. */
export async function createMasterSecret(
  cloud: Cloud,
  identifier: string,
  username: string,
  password: string,
  kmsKeyId: string | undefined,
): Promise<string> {
  const reply = await cloud.call(
    'secretsmanager',
    'CreateSecret',
    {
      Name: `redshift!${identifier}-${username}`,
      Description: `Secret associated with the Amazon Redshift cluster: ${identifier}`,
      SecretString: JSON.stringify({ username, password }),
      KmsKeyId: kmsKeyId,
      Tags: [
        {
          Key: 'aws:redshift:primaryClusterArn',
          Value: `arn:aws:redshift:${cloud.region}:${cloud.accountId}:cluster:${identifier}`,
        },
        { Key: 'aws:secretsmanager:owningService', Value: 'redshift' },
      ],
    },
    { service: 'redshift.amazonaws.com' },
  );
  return reply.ARN;
}
