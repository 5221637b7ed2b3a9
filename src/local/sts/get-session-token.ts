import type { CredentialAuthority } from '../credential-authority.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { credentialsShape } from './credentials-shape.js';

/** Temporary credentials of the caller's own. A role's session may not ask. Source: STS API reference, GetSessionToken. */
export function getSessionToken(authority: CredentialAuthority): Action {
  return (input, { caller }) => {
    if (caller.roleArn !== undefined && caller.arn.includes(':assumed-role/'))
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', {
        status: 403,
      });
    // For the root user AWS grants an hour at most, whatever was asked.
    const isRoot = caller.arn.endsWith(':root');
    const seconds = isRoot ? Math.min(input.DurationSeconds ?? 3600, 3600) : (input.DurationSeconds ?? 43200);
    if (seconds > 129_600)
      throw new AwsError(
        'ValidationError',
        `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 129600`,
      );
    if (seconds < 900)
      throw new AwsError(
        'ValidationError',
        `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
      );
    return {
      Credentials: credentialsShape(
        authority.issue({ roleArn: caller.arn, sessionName: 'session-token', arn: caller.arn, seconds }),
      ),
    };
  };
}
