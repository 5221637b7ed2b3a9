import { setTimeout as sleep } from 'node:timers/promises';
import { Clients } from '../aws/clients.js';
import { WorkshopError } from '../errors.js';
import { workshopOf } from '../questions/workshop.js';
import { readStatus } from '../steps/status.js';
import { existingTarget } from '../target/resolve.js';
import { jsonResult, result } from '../ui/output.js';
import { statusScreen } from '../ui/status.js';
import type { CommonFlags, Run } from './frame.js';

const watchMilliseconds = 2000;

/** Prints the state once, or again and again until Ctrl-C. */
export async function runStatus(
  flags: CommonFlags & { watch?: boolean },
  { mode, signal }: Run,
): Promise<number> {
  if (flags.watch && flags.json)
    throw new WorkshopError({ code: 'flags', message: 'Only one of --watch and --json.', exitCode: 2 });
  const config = await workshopOf(flags);
  const target = await existingTarget(config);
  const clients = new Clients(target);
  const screen = { ...mode, color: mode.color && Boolean(process.stdout.isTTY) };
  try {
    for (;;) {
      const status = await readStatus(target, clients, config);
      if (mode.json) jsonResult(status);
      else {
        // Home and clear to the end: the screen is drawn over, without flicker.
        const clear = flags.watch && process.stdout.isTTY ? '\u001b[H\u001b[J' : '';
        if (!result(`${clear}${statusScreen(status, screen)}`)) return 0;
      }
      if (!flags.watch) return 0;
      await sleep(watchMilliseconds, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return 0;
    }
  } finally {
    await clients.close();
  }
}
