import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EventFile } from '../../../src/local/logs/event-file.js';

it('keeps a stream within two files of 4 MiB, the newest events of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-logs-'));
  try {
    const file = new EventFile(join(folder, 'stream'));
    const message = 'x'.repeat(256 * 1024);
    for (let index = 0; index < 64; index++) file.append([{ timestamp: index, message }], 0);
    expect(file.bytes()).toBeLessThanOrEqual(2 * 4 * 1024 * 1024);
    const timestamps = file.read().map(({ timestamp }) => timestamp);
    expect(timestamps.at(-1)).toBe(63);
    expect(timestamps).toEqual([...timestamps].sort((a, b) => a - b));
    const again = new EventFile(join(folder, 'stream'));
    again.append([{ timestamp: 63, message: 'last' }], 0);
    expect(again.read().at(-1)?.message).toBe('last');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
