import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SqlError } from '../dialect/sql-error.js';
import type { S3Access, S3Object } from './s3-access.js';

/** What unzipped bytes are handed on in, so that a piece is worth the turn. */
const unzippedBytes = 512 * 1024;

/**
 * A file's bytes as latin1 texts, piece by piece, unzipped where the COPY says so. Only a few pieces are in memory.
 * @throws SqlError where the file is not gzip, or ends too soon
 */
export async function* fileBytes(s3: S3Access, file: S3Object, gzip: boolean): AsyncGenerator<string> {
  if (!gzip) {
    for await (const bytes of s3.bytes(file)) yield bytes.toString('latin1');
    return;
  }
  const unzip = createGunzip({ chunkSize: unzippedBytes });
  pipeline(Readable.from(s3.bytes(file)), unzip, () => {});
  try {
    for await (const bytes of unzip as AsyncIterable<Buffer>) yield bytes.toString('latin1');
  } catch (error) {
    const { code, message, errno } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    throw new SqlError(
      `Failed to decompress s3://${file.bucket}/${file.key}: ${message}. zlib error code: ${errno}`,
      'XX000',
    );
  }
}
