import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { WorkshopError } from '../errors.js';
import { isAlive } from '../platform.js';

/** One process owns a data folder: the lock names its pid, and a lock whose owner is dead is taken over. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'cloud.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(readFileSync(path, 'utf8'));
      if (owner && owner !== process.pid && isAlive(owner)) {
        throw new WorkshopError({
          code: 'cloud-locked',
          message: `Another process (${owner}) already runs the local cloud in ${folder}.`,
          next: 'workshop local stop',
        });
      }
      rmSync(path, { force: true });
    }
  }
  throw new WorkshopError({
    code: 'cloud-locked',
    message: `The lock ${path} can't be taken.`,
    next: 'Run the command again.',
  });
}
