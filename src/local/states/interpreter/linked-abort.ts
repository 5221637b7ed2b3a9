import { Aborted } from './errors.js';
import type { Host } from './host.js';
import type { Interpreter } from './interpreter.js';

/** The branches of one Map or Parallel state: when one fails, the rest is stopped and writes nothing more. */
export function linkedAbort(host: Host) {
  const controller = new AbortController();
  const follow = () => controller.abort();
  host.signal.addEventListener('abort', follow);
  if (host.signal.aborted) controller.abort();
  const group = {
    ended: false,
    /** An interpreter whose events end with the group. */
    interpreter(outer: Interpreter): Interpreter {
      const inner: Host = Object.create(host, {
        signal: { value: controller.signal },
        record: {
          value: (...args: Parameters<Host['record']>) => {
            if (group.ended) throw new Aborted();
            return host.record(...args);
          },
        },
      });
      return outer.within(inner);
    },
    failFast<T>(branch: Promise<T>): Promise<T> {
      branch.catch(() => group.end());
      return branch;
    },
    end(): void {
      group.ended = true;
      host.signal.removeEventListener('abort', follow);
      controller.abort();
    },
  };
  return group;
}
