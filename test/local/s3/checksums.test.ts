import { describe, expect, it } from 'vitest';
import { checksumOf, verifyBody } from '../../../src/local/s3/checksums.js';

const check = Buffer.from('123456789');

describe('checksums', () => {
  // The check values of the catalogue of parametrised CRC algorithms.
  it.each([
    ['ChecksumCRC32', 'cbf43926'],
    ['ChecksumCRC32C', 'e3069283'],
    ['ChecksumCRC64NVME', 'ae8b14860a799888'],
    ['ChecksumSHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ] as const)('%s of 123456789 is %s', (member, hex) => {
    expect(Buffer.from(checksumOf(member, check), 'base64').toString('hex')).toBe(hex);
  });

  it('are compared with the body', () => {
    const ChecksumCRC32 = checksumOf('ChecksumCRC32', check);
    expect(verifyBody(check, { ChecksumCRC32 })).toEqual({ ChecksumCRC32 });
    expect(() => verifyBody(Buffer.from('other'), { ChecksumCRC32 })).toThrow(
      'The CRC32 you specified did not match the calculated checksum.',
    );
    expect(() => verifyBody(check, { ContentMD5: 'short' })).toThrow(
      'The Content-MD5 you specified is not valid.',
    );
  });
});
