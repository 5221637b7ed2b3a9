import type { Json } from '../language/types.js';
import type { Frame } from './host.js';
import type { Interpreter } from './interpreter.js';
import { linkedAbort } from './linked-abort.js';
import type { StateRun } from './scope.js';

/** Runs every branch at once with the same input; the first that fails ends the others. @returns the outputs in order */
export async function parallelState(run: StateRun, interpreter: Interpreter): Promise<Json> {
  const input = await run.parameters();
  const started = run.record('ParallelStateStarted');
  const branches = run.state.Branches ?? [];
  const group = linkedAbort(run.host);
  try {
    const outputs = await Promise.all(
      branches
        .map(async (branch, index) => {
          const frame: Frame = {
            previous: started,
            variables: { ...run.frame.variables },
            top: false,
            line: `${run.place}.${run.attempt}.${index}`,
            steps: 0,
            map: run.frame.map,
          };
          const inherited = { QueryLanguage: run.language, ...branch };
          try {
            return await group.interpreter(interpreter).run(inherited, structuredClone(input), frame);
          } finally {
            if (!group.ended) run.frame.previous = frame.previous;
          }
        })
        .map(group.failFast),
    );
    // Not a step of the line: what follows comes after the last branch's last event.
    run.host.record('ParallelStateSucceeded', undefined, run.frame.previous);
    return outputs;
  } finally {
    group.end();
  }
}
