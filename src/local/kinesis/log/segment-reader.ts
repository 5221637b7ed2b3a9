import { type FileHandle, open } from 'node:fs/promises';
import { isSound, PREFIX_BYTES, recordIndex, recordLength } from './record-format.js';
import type { Segment } from './segment.js';

const BLOCK_BYTES = 1024 * 1024;

/**
 * Visits a segment's sound records from a record's index on, oldest first; `visit` returns false to stop. Where the
 * file is damaged the walk goes on at the next place the index knows. A segment that retention has removed meanwhile
 * has no records.
 */
export async function walkSegment(
  segment: Segment,
  from: number,
  visit: (buffer: Buffer, at: number) => boolean,
): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(segment.path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    // What was acknowledged when the walk began; a writer may be extending the file behind it.
    const end = segment.size;
    let offset = segment.offsetFor(from);
    while (offset < end) {
      const block = await readBlock(file, offset, Math.min(BLOCK_BYTES, end - offset));
      const whole = recordLength(block, 0);
      const buffer =
        whole !== undefined && whole > block.length && offset + whole <= end
          ? await readBlock(file, offset, whole)
          : block;
      let at = 0;
      while (isSound(buffer, at)) {
        if (recordIndex(buffer, at) >= from && !visit(buffer, at)) return;
        at += recordLength(buffer, at) ?? PREFIX_BYTES;
      }
      const cutOff = offset + buffer.length < end && isCutOff(buffer, at);
      if (offset + at >= end) return;
      if (cutOff && at > 0) offset += at;
      else offset = segment.offsetBehind(offset + at) ?? end;
    }
  } finally {
    await file.close();
  }
}

/** Whether the record at `at` merely goes on behind the buffer. */
function isCutOff(buffer: Buffer, at: number): boolean {
  if (at + PREFIX_BYTES > buffer.length) return true;
  const length = recordLength(buffer, at);
  return length !== undefined && at + length > buffer.length;
}

async function readBlock(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
