import type { Dependencies } from '../template/graph.js';

/** How a walk went on with one node. */
export type Outcome = 'done' | 'failed';

/**
 * Works through a graph in parallel, each node after all it needs. A node behind a failed one is not started; with
 * `stopAtFailure` no node is started after the first failure. Ends when all that was started has ended.
 * @throws what `work` throws, once everything started has ended.
 */
export async function walk(
  graph: Dependencies,
  work: (name: string) => Promise<Outcome>,
  { stopAtFailure = false } = {},
): Promise<void> {
  const finished = new Set<string>();
  const waiting = new Set(graph.keys());
  let failed = false;
  let thrown: { error: unknown } | undefined;
  await new Promise<void>((resolve) => {
    let running = 0;
    const advance = () => {
      for (const name of [...waiting]) {
        if (thrown || (failed && stopAtFailure)) break;
        const needs = [...(graph.get(name) ?? [])].filter((need) => graph.has(need));
        if (!needs.every((need) => finished.has(need))) continue;
        waiting.delete(name);
        running += 1;
        work(name)
          .then((outcome) => {
            if (outcome === 'done') finished.add(name);
            else failed = true;
          })
          .catch((error: unknown) => {
            thrown ??= { error };
          })
          .finally(() => {
            running -= 1;
            advance();
          });
      }
      if (running === 0) resolve();
    };
    advance();
  });
  if (thrown) throw (thrown as { error: unknown }).error;
}
