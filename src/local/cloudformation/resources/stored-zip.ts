import { crc32 } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const VERSION = 20;
/** Names and contents are UTF-8. */
const UTF8 = 0x0800;
/** 1 January 1980, the first day that the format knows: the same code makes the same archive. */
const DATE = 0x0021;
const READABLE_FILE = 0o100644;

/**
 * A ZIP archive of one uncompressed file, in which CreateFunction takes inline code.
 * Source: PKWARE's APPNOTE.TXT, 4.3.
 */
export function storedZip(name: string, content: Uint8Array): Uint8Array {
  const path = Buffer.from(name, 'utf8');
  const common = Buffer.alloc(26);
  common.writeUInt16LE(VERSION, 0);
  common.writeUInt16LE(UTF8, 2);
  common.writeUInt16LE(DATE, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([uint32(LOCAL_HEADER), common, path, content]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(READABLE_FILE * 2 ** 16, 6);
  const madeOnUnix = Buffer.from([VERSION, 3]);
  const central = Buffer.concat([uint32(CENTRAL_HEADER), madeOnUnix, common, rest, path]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, uint32(END_OF_CENTRAL_DIRECTORY), end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
