import { AwsError } from '../protocol/errors.js';

/** A body as it was before the SDK cut it into chunks, and the trailers that followed the last one. */
export interface DecodedBody {
  body: Uint8Array;
  /** Lower-case names, e.g. `x-amz-checksum-crc32`. */
  trailers: Record<string, string>;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether these headers announce a body in aws-chunked framing (signed chunks or an unsigned trailer). */
export function isAwsChunked(headers: Headers): boolean {
  const encoding = one(headers['content-encoding']) ?? '';
  const sha = one(headers['x-amz-content-sha256']) ?? '';
  return /(^|,)\s*aws-chunked\s*(,|$)/i.test(encoding) || sha.startsWith('STREAMING-');
}

/**
 * Takes the aws-chunked framing off a whole body: `SIZE-IN-HEX[;chunk-signature=…]\r\n` data `\r\n` … `0\r\n` trailers.
 * A body without that framing is returned as it is. Chunk signatures are read over, not checked: the request's own
 * signature covers the seed, and the bytes came over loopback.
 * @throws AwsError IncompleteBody when a chunk is cut short or the decoded length is not the one announced.
 * Source: S3 API reference, 'Signature calculations … transferring payload in multiple chunks'.
 */
export function decodeAwsChunked(body: Uint8Array, headers: Headers): DecodedBody {
  if (!isAwsChunked(headers)) return { body, trailers: {} };
  const raw = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = raw.indexOf('\r\n', at, 'latin1');
    if (end < 0) throw incomplete();
    const header = raw.toString('latin1', at, end);
    const size = /^([0-9a-fA-F]{1,8})\s*(;.*)?$/.exec(header)?.[1];
    if (size === undefined) throw incomplete();
    const length = Number.parseInt(size, 16);
    at = end + 2;
    if (length === 0) break;
    if (at + length > raw.length) throw incomplete();
    chunks.push(raw.subarray(at, at + length));
    at += length;
    if (raw.toString('latin1', at, at + 2) !== '\r\n') throw incomplete();
    at += 2;
  }
  const decoded = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  const announced = one(headers['x-amz-decoded-content-length']);
  if (announced !== undefined && Number(announced) !== decoded.length) throw incomplete();
  return { body: decoded, trailers: readTrailers(raw.toString('latin1', at)) };
}

function readTrailers(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value[0];
}

function incomplete(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
    { status: 400 },
  );
}
