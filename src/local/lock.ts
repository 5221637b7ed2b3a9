import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { WorkshopError } from '../errors.js';
import { lockFile } from '../platform.js';

/** One process owns a data folder: the lock names its pid, and a lock whose owner is dead is taken over. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'cloud.lock');
  const owner = lockFile(path);
  if (owner === undefined) return () => rmSync(path, { force: true });
  throw new WorkshopError({
    code: 'cloud-locked',
    message: `Another process (${owner}) already runs the local cloud in ${folder}.`,
    next: 'workshop local stop',
  });
}
