import { crc32 } from 'node:zlib';

/**
 * A record on disk: body length (u32), CRC-32 of the body (u32), then the body: record's index (f64), arrival in
 * epoch ms (f64), flags (u8), length of the partition key in bytes (u16), partition key (UTF-8), data. Little endian.
 */
export const PREFIX_BYTES = 8;
const FIXED_BODY_BYTES = 19;
/** Data of 10 MiB with a key of 256 characters is the largest record that the API takes. */
const MAX_BODY_BYTES = 11 * 1024 * 1024;

/** The stream was encrypted when the record was put; said again by GetRecords. */
export const ENCRYPTED = 1;

export interface NewRecord {
  partitionKey: string;
  data: Uint8Array;
}

export interface LogRecord {
  /** Counts from 1 in its shard, without gaps. */
  index: number;
  /** epoch ms */
  arrivalMs: number;
  flags: number;
  partitionKey: string;
  data: Buffer;
}

/** One buffer holding the records one after another, ready to be written in a single call. */
export function encodeRecords(
  records: readonly NewRecord[],
  firstIndex: number,
  arrivalMs: number,
  flags: number,
): Buffer {
  const keyLengths = new Array<number>(records.length);
  let total = 0;
  for (const [i, record] of records.entries()) {
    const keyLength = Buffer.byteLength(record.partitionKey);
    keyLengths[i] = keyLength;
    total += PREFIX_BYTES + FIXED_BODY_BYTES + keyLength + record.data.length;
  }
  const buffer = Buffer.allocUnsafeSlow(total);
  let at = 0;
  for (const [i, record] of records.entries()) {
    const keyLength = keyLengths[i] ?? 0;
    const body = at + PREFIX_BYTES;
    const end = body + FIXED_BODY_BYTES + keyLength + record.data.length;
    buffer.writeDoubleLE(firstIndex + i, body);
    buffer.writeDoubleLE(arrivalMs, body + 8);
    buffer[body + 16] = flags;
    buffer.writeUInt16LE(keyLength, body + 17);
    buffer.write(record.partitionKey, body + FIXED_BODY_BYTES);
    buffer.set(record.data, body + FIXED_BODY_BYTES + keyLength);
    buffer.writeUInt32LE(end - body, at);
    buffer.writeUInt32LE(crc32(buffer.subarray(body, end)), at + 4);
    at = end;
  }
  return buffer;
}

/** Bytes of the whole record at `at`, or undefined when its prefix is cut off or cannot be one. */
export function recordLength(buffer: Buffer, at: number): number | undefined {
  if (at + PREFIX_BYTES > buffer.length) return undefined;
  const body = buffer.readUInt32LE(at);
  return body < FIXED_BODY_BYTES || body > MAX_BODY_BYTES ? undefined : PREFIX_BYTES + body;
}

/** Whether a whole record with a right checksum lies at `at`. */
export function isSound(buffer: Buffer, at: number): boolean {
  const length = recordLength(buffer, at);
  if (length === undefined || at + length > buffer.length) return false;
  const keyLength = buffer.readUInt16LE(at + PREFIX_BYTES + 17);
  if (PREFIX_BYTES + FIXED_BODY_BYTES + keyLength > length) return false;
  return buffer.readUInt32LE(at + 4) === crc32(buffer.subarray(at + PREFIX_BYTES, at + length));
}

export function recordIndex(buffer: Buffer, at: number): number {
  return buffer.readDoubleLE(at + PREFIX_BYTES);
}

export function recordArrival(buffer: Buffer, at: number): number {
  return buffer.readDoubleLE(at + PREFIX_BYTES + 8);
}

/** Decodes a sound record; its data is a view on the buffer. */
export function decodeRecord(buffer: Buffer, at: number): LogRecord {
  const body = at + PREFIX_BYTES;
  const keyStart = body + FIXED_BODY_BYTES;
  const keyEnd = keyStart + buffer.readUInt16LE(body + 17);
  return {
    index: buffer.readDoubleLE(body),
    arrivalMs: buffer.readDoubleLE(body + 8),
    flags: buffer[body + 16] ?? 0,
    partitionKey: buffer.toString('utf8', keyStart, keyEnd),
    data: buffer.subarray(keyEnd, body + buffer.readUInt32LE(at)),
  };
}
