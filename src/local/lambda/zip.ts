import { crc32, inflateRawSync } from 'node:zlib';

/** A file of a zip archive. */
export interface ZipEntry {
  /** Path inside the archive, `/` as separator, checked to stay inside. */
  name: string;
  content: Buffer;
  /** Unix permission bits, 0 when the archive holds none. */
  mode: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

/**
 * Reads a zip archive (stored and deflated entries; APPNOTE 6.3.9 without encryption and ZIP64). Directories are left out.
 * @param limit bytes that all files together may have when unpacked
 * @throws Error when the archive is damaged, encrypted, larger than `limit`, or names a file outside itself.
 */
export function readZip(archive: Uint8Array, limit: number): ZipEntry[] {
  const zip = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  let left = limit;
  const entries: ZipEntry[] = [];
  for (let n = 0; n < count; n += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('damaged central directory');
    const flags = zip.readUInt16LE(at + 8);
    if (flags & 1) throw new Error('encrypted entry');
    const method = zip.readUInt16LE(at + 10);
    const expectedCrc = zip.readUInt32LE(at + 16);
    const packed = zip.readUInt32LE(at + 20);
    const size = zip.readUInt32LE(at + 24);
    const nameLength = zip.readUInt16LE(at + 28);
    const tail = zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    const mode = (zip.readUInt32LE(at + 38) >>> 16) & 0o777;
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    at += 46 + nameLength + tail;
    if (name.endsWith('/')) continue;
    checkName(name);
    left -= size;
    if (left < 0) throw new TooLarge(`unpacked size exceeds ${limit} bytes`);
    const content = unpack(dataOf(zip, local, packed), method, size);
    if (crc32(content) !== expectedCrc) throw new Error(`checksum of ${name} does not match`);
    entries.push({ name, content, mode });
  }
  return entries;
}

/** The archive is sound, but its files are larger than allowed. */
export class TooLarge extends Error {}

function findEnd(zip: Buffer): number {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 0xffff); at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY && at + 22 + zip.readUInt16LE(at + 20) === zip.length)
      return at;
  }
  throw new Error('no end of central directory');
}

function dataOf(zip: Buffer, local: number, packed: number): Buffer {
  if (zip.readUInt32LE(local) !== LOCAL_HEADER) throw new Error('damaged local header');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packed > zip.length) throw new Error('truncated entry');
  return zip.subarray(start, start + packed);
}

function unpack(data: Buffer, method: number, size: number): Buffer {
  if (method === 0) return Buffer.from(data);
  if (method !== 8) throw new Error(`compression method ${method} is not known`);
  // maxOutputLength: an entry that unpacks to more than it claims is a bomb, not a file.
  const content = inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  if (content.length !== size) throw new Error('size of an entry does not match');
  return content;
}

function checkName(name: string): void {
  if (name === '' || name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\0')) {
    throw new Error(`bad file name ${JSON.stringify(name)}`);
  }
  if (name.split('/').includes('..')) throw new Error(`file name ${JSON.stringify(name)} leaves the archive`);
}
