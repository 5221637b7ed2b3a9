import { createHash } from 'node:crypto';

/** The unique id (`AIDA` and 17 characters) of a user: the same for ever, for the same account and name. */
export function userIdOf(accountId: string, name: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digest = createHash('sha256').update(`${accountId}/${name}`).digest();
  return `AIDA${[...digest.subarray(0, 17)].map((byte) => alphabet[byte % 32]).join('')}`;
}

/** The name in a user's ARN; `undefined` for any other identity. */
export function userNameOf(arn: string): string | undefined {
  return /^arn:aws:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}
