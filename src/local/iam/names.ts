import { AwsError } from '../protocol/errors.js';
import type { Tag } from './store.js';

/**
 * Checks a role's or policy's name.
 * @throws AwsError ValidationError in IAM's words. Source: IAM API reference, CreateRole and CreatePolicy.
 */
export function checkName(member: 'roleName' | 'policyName', name: string): void {
  const longest = member === 'roleName' ? 64 : 128;
  if (name.length > longest || name.length < 1) {
    const bound = name.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${longest}`;
    throw invalid(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  if (!/^[\w+=,.@-]+$/.test(name))
    throw invalid(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
}

/** @throws AwsError ValidationError unless the path begins and ends with a slash. */
export function checkPath(path: string): void {
  if (!/^(\/|\/[\u0021-\u007e]+\/)$/.test(path) || path.length > 512)
    throw invalid(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
}

/**
 * Adds tags over the old ones. Keys are case insensitive in IAM.
 * @throws AwsError InvalidInputException for a duplicate key; LimitExceededException past 50 tags
 */
export function mergeTags(old: readonly Tag[], added: readonly Tag[]): Tag[] {
  const keys = added.map((tag) => tag.Key.toLowerCase());
  if (new Set(keys).size !== keys.length)
    throw new AwsError(
      'InvalidInputException',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  const merged = [
    ...old.filter((tag) => !keys.includes(tag.Key.toLowerCase())),
    ...added.map((tag) => ({ Key: tag.Key, Value: tag.Value ?? '' })),
  ];
  if (merged.length > 50)
    throw new AwsError('LimitExceededException', 'The number of tags has reached the maximum limit.');
  return merged;
}

/** @throws AwsError ValidationError when this is not an ARN at all. Source: recorded `test_role_attach_policy`. */
export function checkPolicyArn(arn: string): void {
  if (!/^arn:[^:]+:iam::[^:]*:policy\/.+/.test(arn)) throw invalid('Invalid ARN:  Could not be parsed!');
}

/** The length that IAM's quotas count: white space does not. */
export function quotaLength(document: string): number {
  return document.replace(/\s/g, '').length;
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
