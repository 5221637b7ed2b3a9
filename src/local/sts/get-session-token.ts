import type { Cloud } from '../cloud.js';
import type { CredentialAuthority } from '../credential-authority.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { credentialsShape } from './credentials-shape.js';

/** Temporary credentials of the caller's own. A role's session may not ask. Source: STS API reference, GetSessionToken. */
export function getSessionToken(cloud: Cloud, authority: CredentialAuthority): Action {
  return (input, { caller }) => {
    if (caller.roleArn !== undefined && caller.arn.includes(':assumed-role/'))
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', {
        status: 403,
      });
    const root = `arn:aws:iam::${cloud.accountId}:root`;
    // For the root user AWS grants an hour at most, whatever was asked.
    const seconds = Math.min(input.DurationSeconds ?? 3600, 3600);
    if (seconds < 900)
      throw new AwsError(
        'ValidationError',
        `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
      );
    return {
      Credentials: credentialsShape(
        authority.issue({ roleArn: root, sessionName: 'session-token', arn: caller.arn, seconds }),
      ),
    };
  };
}
