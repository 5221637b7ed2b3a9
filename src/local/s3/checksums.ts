import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../protocol/errors.js';

/** The members by which S3 names checksums, and how each is computed; base64 as S3 writes them. */
const algorithms = {
  ChecksumCRC32: (data: Uint8Array) => bigEndian32(crc32(data)),
  ChecksumCRC32C: (data: Uint8Array) => bigEndian32(crc32c(data)),
  ChecksumCRC64NVME: (data: Uint8Array) => crc64nvme(data),
  ChecksumSHA1: (data: Uint8Array) => createHash('sha1').update(data).digest('base64'),
  ChecksumSHA256: (data: Uint8Array) => createHash('sha256').update(data).digest('base64'),
};

export type ChecksumMember = keyof typeof algorithms;
export type Checksums = Partial<Record<ChecksumMember, string>>;

export const checksumMembers = Object.keys(algorithms) as ChecksumMember[];

/**
 * Checks what a request says of its body, and returns its checksums to be kept.
 * @throws AwsError BadDigest, InvalidDigest. Source: S3 API reference, PutObject.
 */
export function verifyBody(
  body: Uint8Array,
  input: Partial<Record<ChecksumMember | 'ContentMD5', string>>,
): Checksums {
  if (input.ContentMD5 !== undefined) {
    if (Buffer.from(input.ContentMD5, 'base64').length !== 16)
      throw new AwsError('InvalidDigest', 'The Content-MD5 you specified is not valid.');
    if (createHash('md5').update(body).digest('base64') !== input.ContentMD5)
      throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const checksums: Checksums = {};
  for (const member of checksumMembers) {
    const given = input[member];
    if (given === undefined) continue;
    if (algorithms[member](body) !== given)
      throw new AwsError(
        'BadDigest',
        `The ${member.slice('Checksum'.length)} you specified did not match the calculated checksum.`,
      );
    checksums[member] = given;
  }
  return checksums;
}

/** One checksum of data, e.g. for an object put together from parts. */
export function checksumOf(member: ChecksumMember, data: Uint8Array): string {
  return algorithms[member](data);
}

function bigEndian32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString('base64');
}

const table32c = new Uint32Array(256).map((_zero, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (table32c[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc;
}

/** CRC-64/NVME, reflected polynomial 0x9a6c9329ac4bc9b5, in two halves of 32 bits: BigInt would be slow. */
const table64 = Array.from({ length: 256 }, (_unset, index) => {
  let value = BigInt(index);
  for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
  return value;
});
const table64High = Uint32Array.from(table64, (value) => Number(value >> 32n));
const table64Low = Uint32Array.from(table64, (value) => Number(value & 0xffffffffn));

function crc64nvme(data: Uint8Array): string {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of data) {
    const index = (low ^ byte) & 0xff;
    low = (((low >>> 8) | (high << 24)) ^ (table64Low[index] ?? 0)) >>> 0;
    high = ((high >>> 8) ^ (table64High[index] ?? 0)) >>> 0;
  }
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(~high >>> 0, 0);
  bytes.writeUInt32BE(~low >>> 0, 4);
  return bytes.toString('base64');
}
