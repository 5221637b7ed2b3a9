import { Aborted } from './errors.js';

/** setTimeout holds no more than this; longer waits are cut into pieces. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Waits until a moment.
 * @param until epoch ms
 * @throws Aborted when the signal is
 */
export async function sleepUntil(until: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    if (signal.aborted) throw new Aborted();
    const left = until - Date.now();
    if (left <= 0) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(left, LONGEST_MS));
      signal.addEventListener('abort', done);
    });
  }
}
