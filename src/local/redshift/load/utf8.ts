import { isUtf8 } from 'node:buffer';
import type { LoadFault } from './record.js';

/** Bytes that are no UTF-8: where, which, and Redshift's number for what is wrong (Developer Guide, multibyte character load errors). */
export interface BadBytes {
  at: number;
  hex: string;
  error: number;
}

const ascii = /^[ -~\t\n\r]*$/;

/** The text of bytes (latin1); with `replacement` every invalid byte becomes it, without it the first is told. */
export function decodeUtf8(bytes: string, replacement?: string): string | BadBytes {
  if (ascii.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  if (!bytes.includes('\0') && isUtf8(buffer)) return buffer.toString('utf8');
  let mended = '';
  for (let at = 0; at < buffer.length; ) {
    const { length, error } = sequence(buffer, at);
    const hex = buffer.subarray(at, at + length).toString('hex');
    if (error === 0) mended += buffer.toString('utf8', at, at + length);
    else if (replacement === undefined) return { at, hex: hex.match(/../g)?.join(' ') ?? '', error };
    else mended += replacement.repeat(length);
    at += length;
  }
  return mended;
}

/** The bytes of one character, or of what is not one; `error` 0 for a sound one. */
function sequence(buffer: Buffer, at: number): { length: number; error: number } {
  const first = buffer[at] as number;
  if (first > 0 && first < 0x80) return { length: 1, error: 0 };
  const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return { length: 1, error: first >= 0xf5 && first < 0xfe ? 1 : 3 };
  for (let offset = 1; offset < wanted; offset++) {
    const byte = buffer[at + offset];
    if (byte === undefined) return { length: offset, error: 2 };
    if (byte < 0x80 || byte > 0xbf) return { length: offset, error: 4 };
  }
  return { length: wanted, error: isUtf8(buffer.subarray(at, at + wanted)) ? 0 : 5 };
}

export function utf8Fault(bad: BadBytes): LoadFault {
  return {
    code: 1220,
    reason: `String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ${bad.hex} (error ${bad.error})`,
    position: bad.at,
  };
}
