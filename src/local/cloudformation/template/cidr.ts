import { functionError } from '../errors.js';
import type { Json } from './json.js';

/**
 * `Fn::Cidr`: `count` blocks of 2^`bits` addresses each, from the start of an IPv4 block.
 * Source: CloudFormation User Guide, 'Fn::Cidr'.
 * @throws AwsError ValidationError when the blocks do not fit.
 */
export function cidrBlocks([block, count, bits]: Json[]): string[] {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(block));
  const blocks = Number(count);
  const size = bits === undefined ? Number.NaN : Number(bits);
  if (!found) throw functionError(`Fn::Cidr: the local cloud needs an IPv4 block, not '${String(block)}'.`);
  if (!Number.isInteger(blocks) || blocks < 1 || blocks > 256) {
    throw functionError('Fn::Cidr requires a count between 1 and 256.');
  }
  if (!Number.isInteger(size) || size < 1 || size > 32)
    throw functionError('Fn::Cidr requires cidrBits from 1 to 32.');
  const [a, b, c, d, prefix] = found.slice(1).map(Number) as [number, number, number, number, number];
  const step = 2 ** size;
  const first = (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) & maskOf(prefix);
  if (blocks * step > 2 ** (32 - prefix)) {
    throw functionError(
      `Fn::Cidr: ${String(block)} is not large enough for ${blocks} blocks of ${step} addresses.`,
    );
  }
  return Array.from({ length: blocks }, (_none, index) => {
    const start = (first >>> 0) + index * step;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${32 - size}`;
  });
}

function maskOf(prefix: number): number {
  return prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
}
