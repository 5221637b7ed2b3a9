import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';

/** Members that would change what happens, and that this cloud does not carry out: refused by name, never dropped. */
const unsupported: Record<string, readonly string[]> = {
  '*': [
    ...['SSECustomerAlgorithm', 'CopySourceSSECustomerAlgorithm', 'WriteOffsetBytes', 'MFA'],
    ...['ChecksumSHA512', 'ChecksumMD5', 'ChecksumXXHASH64', 'ChecksumXXHASH3', 'ChecksumXXHASH128'],
    ...['ObjectLockMode', 'ObjectLockLegalHoldStatus', 'ObjectLockEnabledForBucket'],
  ],
  GetObject: ['PartNumber'],
  HeadObject: ['PartNumber'],
};

/** @throws AwsError NotImplemented, naming the member */
export function refusingUnsupported(name: string, action: Action): Action {
  const members = [...(unsupported['*'] ?? []), ...(unsupported[name] ?? [])];
  return (input, context) => {
    const used = members.find((member) => input[member] !== undefined && input[member] !== false);
    if (used)
      throw new AwsError('NotImplemented', `The local cloud's S3 does not support ${used} in ${name}.`, {
        status: 501,
      });
    return action(input, context);
  };
}
