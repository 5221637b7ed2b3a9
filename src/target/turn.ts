import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkshopConfig } from '../config.js';
import { dataHome, lockFile, makeFolder } from '../platform.js';

/**
 * One setup or teardown of a workshop at a time on this computer: a second waits for the first, and then finds what it
 * made.
 * @param waiting called once when there is somebody to wait for, with the id of the process
 * @returns how to give the turn back
 * @throws the signal's reason when it is aborted while waiting
 */
export async function takeTurn(
  config: WorkshopConfig,
  signal: AbortSignal,
  waiting: (pid: number) => void,
): Promise<() => void> {
  makeFolder(dataHome(), 0o700);
  const path = join(dataHome(), `${config.name}.${config.target}.turn`);
  let said = false;
  for (;;) {
    const owner = lockFile(path);
    if (owner === undefined) return () => rmSync(path, { force: true });
    if (!said) waiting(owner);
    said = true;
    await sleep(200, undefined, { signal });
  }
}
