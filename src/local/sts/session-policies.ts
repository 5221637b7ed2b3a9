import { parsePolicy } from '../policy/policy-document.js';
import { AwsError } from '../protocol/errors.js';
import type { Caller } from '../service.js';

/** Characters that a session's policy and the ARNs beside it may have together. */
const longest = 2048;

/**
 * What narrows a session: the policy and the managed policies that AssumeRole was given.
 * @returns undefined when it was given none; `percent` of the room they take, 1–100
 * @throws AwsError MalformedPolicyDocument; PackedPolicyTooLarge
 * Source: STS API reference, AssumeRole, 'Policy', 'PolicyArns' and its errors.
 */
export function sessionPolicies(input: {
  Policy?: string;
  PolicyArns?: { arn?: string }[];
}): { given: { sessionPolicies: NonNullable<Caller['sessionPolicies']> }; percent: number } | undefined {
  const text = input.Policy;
  const arns = (input.PolicyArns ?? []).flatMap(({ arn }) => arn ?? []);
  if (text === undefined && arns.length === 0) return undefined;
  if (text !== undefined) parsePolicy(text, 'identity');
  const percent = Math.ceil(((text?.length ?? 0) + arns.join('').length) / (longest / 100));
  if (percent > 100)
    throw new AwsError(
      'PackedPolicyTooLargeException',
      `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    );
  const given = { sessionPolicies: { ...(text !== undefined && { text }), ...(arns.length && { arns }) } };
  return { given, percent };
}
