import { RUN_MS, type World } from './invocation.js';

const TICK_MS = 500;
/** After a jam, at most this much of what was not sent is made up for: a flood would only jam it again. */
const CATCH_UP_MS = 5_000;

/**
 * Spreads a minute's records evenly: some at once, so that a dashboard is alive within the second, the rest from then
 * on in small batches until the last moment.
 * @param burst how many go at once
 * @param total how many a whole run should send
 * @param until epoch ms; when that is sooner than a whole run takes, fewer are sent, not faster
 * @param send sends up to that many, and answers how many it could make: what it could not stays owed
 */
export async function paced(
  world: World,
  { burst, total, until }: { burst: number; total: number; until: number },
  send: (count: number) => Promise<number>,
): Promise<void> {
  let last = world.now();
  const perMs = Math.max(total - burst, 0) / RUN_MS;
  const mostOwed = burst + perMs * CATCH_UP_MS + 1;
  let owed = burst;
  while (last < until) {
    const count = Math.floor(owed);
    if (count > 0) owed -= await send(count);
    const left = until - world.now();
    if (left <= 0) return;
    await world.sleep(Math.min(TICK_MS, left));
    const now = world.now();
    owed = Math.min(owed + perMs * (now - last), mostOwed);
    last = now;
  }
}
