import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAwsChunked, isAwsChunked } from '../../../src/local/s3/aws-chunked.js';

/** The framing as the SDKs write it. */
function encode(chunks: Uint8Array[], extension: string, trailers: string): Buffer {
  const framed = chunks
    .filter((chunk) => chunk.length > 0)
    .map((chunk) =>
      Buffer.concat([
        Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
        chunk,
        Buffer.from('\r\n'),
      ]),
    );
  return Buffer.concat([...framed, Buffer.from(`0${extension}\r\n${trailers}\r\n`)]);
}
const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

describe('aws-chunked bodies', () => {
  it('come out as they went in, whatever the chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), fc.boolean(), (chunks, signed) => {
        const whole = Buffer.concat(chunks);
        const extension = signed ? `;chunk-signature=${'a'.repeat(64)}` : '';
        const framed = encode(chunks, extension, 'x-amz-checksum-crc32:AAAAAA==\r\n');
        const decoded = decodeAwsChunked(framed, {
          ...headers,
          'x-amz-decoded-content-length': String(whole.length),
        });
        expect(Buffer.from(decoded.body)).toEqual(whole);
        expect(decoded.trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      }),
    );
  });

  it('are refused when cut short or of another length than announced', () => {
    const framed = encode([Buffer.from('hello')], '', '');
    for (const cut of [0, 1, 3, 6, 9])
      expect(() => decodeAwsChunked(framed.subarray(0, cut), headers)).toThrow('number of bytes');
    expect(() => decodeAwsChunked(framed, { ...headers, 'x-amz-decoded-content-length': '6' })).toThrow();
  });

  it('are told from plain ones by the headers', () => {
    expect(isAwsChunked({})).toBe(false);
    expect(isAwsChunked({ 'content-encoding': 'gzip,aws-chunked' })).toBe(true);
    expect(isAwsChunked({ 'content-encoding': 'gzip' })).toBe(false);
    const plain = Buffer.from('5\r\nhello\r\n0\r\n\r\n');
    expect(decodeAwsChunked(plain, {}).body).toBe(plain);
  });
});
