import { AwsError } from '../protocol/errors.js';
import type { Caller } from '../service.js';

/** @throws AwsError ValidationError `… is invalid`. Source: recorded `test_sts_invalid_parameters`. */
export function checkRoleArn(arn: string): void {
  if (arn.length < 20) throw invalid(tooShort(arn));
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn)) throw invalid(`${arn} is invalid`);
}

/** @throws AwsError ValidationError. Source: as above. */
export function checkSessionName(name: string): void {
  if (!/^[\w+=,.@-]*$/.test(name))
    throw invalid(
      `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  if (name.length < 2 || name.length > 64) {
    const bound = name.length < 2 ? 'greater than or equal to 2' : 'less than or equal to 64';
    throw invalid(
      `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
}

/**
 * How long the credentials hold, in seconds: an hour unless asked otherwise, an hour at most where one role assumes
 * another.
 * @throws AwsError ValidationError
 */
export function checkDuration(asked: number | undefined, longest: number, caller: Caller): number {
  const seconds = asked ?? 3600;
  if (seconds < 900)
    throw invalid(
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    );
  if (seconds > longest)
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  if (seconds > 3600 && caller.arn.includes(':assumed-role/'))
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  return seconds;
}

/** @throws AwsError InvalidParameterValue. Source: recorded `test_assume_role_tag_validation`. */
export function checkTags(tags: readonly { Key: string }[], transitive: readonly string[]): void {
  const keys = tags.map((tag) => tag.Key.toLowerCase());
  if (new Set(keys).size !== keys.length)
    throw new AwsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  if (transitive.some((key) => !keys.includes(key.toLowerCase())))
    throw new AwsError(
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    );
}

function tooShort(arn: string): string {
  return `1 validation error detected: Value '${arn}' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20`;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
