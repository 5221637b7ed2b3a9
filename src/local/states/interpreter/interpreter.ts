import { parsePath, writePath } from '../language/json-path.js';
import { fillIn } from '../language/jsonata.js';
import { fillTemplate, pathField } from '../language/template.js';
import type { Catcher, Json, Machine, State } from '../language/types.js';
import { chooseNext } from './choice-state.js';
import { Aborted, DataError, EvaluationError, StatesError } from './errors.js';
import { failState } from './fail-state.js';
import type { Frame, Host, Resume } from './host.js';
import { mapState } from './map-state.js';
import { parallelState } from './parallel-state.js';
import { catcherFor, Retries } from './retry.js';
import { StateRun } from './scope.js';
import { boundedJson } from './size-limit.js';
import { sleepUntil } from './sleep.js';
import { taskState } from './task-state.js';
import { waitState } from './wait-state.js';

/** How a state ended: its output and where to go. */
interface Outcome {
  output: Json;
  next: string | undefined;
  assigned: Record<string, Json> | undefined;
}

/** Runs states one after another, and the branches inside them. */
export class Interpreter {
  private readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }

  /** The same for a branch, whose events go through a host of its own. */
  within(host: Host): Interpreter {
    return new Interpreter(host);
  }

  /**
   * Runs a machine from its start (or where `resume` says) to its end.
   * @returns the last state's output
   * @throws StatesError for an execution that fails, Aborted for one that was stopped
   */
  async run(machine: Machine, input: Json, frame: Frame, resume?: Resume): Promise<Json> {
    if (resume?.left && resume.left.next === undefined) return resume.left.output;
    let name = resume?.entered?.state ?? resume?.left?.next ?? machine.StartAt;
    let data = resume?.entered?.input ?? resume?.left?.output ?? input;
    let again = resume?.entered;
    for (;;) {
      const state = machine.States[name];
      if (!state) throw new StatesError('States.Runtime', `There is no state '${name}'.`);
      const enteredAt = again?.at ?? Date.now();
      const before = frame.previous;
      const enteredId = again?.id ?? this.enter(name, state, data, frame);
      const attemptsBefore = again?.attempts ?? 0;
      again = undefined;
      frame.steps += 1;
      const run = new StateRun({
        name,
        state,
        machine,
        input: data,
        frame,
        host: this.host,
        enteredId,
        enteredAt,
        before,
        attemptsBefore,
      });
      const outcome = await this.execute(run);
      this.exit(run, outcome);
      data = outcome.output;
      if (outcome.next === undefined) return data;
      name = outcome.next;
      // A loop of states that never wait must not hold up everything else in the process.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private enter(name: string, state: State, input: Json, frame: Frame): number {
    // The first state shows the execution's input as it was written.
    const text = frame.top && frame.previous === 0 ? this.host.inputText : JSON.stringify(input);
    const value = { name, input: text, inputDetails: { truncated: false } };
    const mark = frame.top ? { variables: frame.variables } : undefined;
    frame.previous = this.host.record(
      `${state.Type}StateEntered`,
      ['stateEnteredEventDetails', value],
      frame.previous,
      mark,
    );
    return frame.previous;
  }

  private exit(run: StateRun, outcome: Outcome): void {
    const { assigned } = outcome;
    if (assigned) run.frame.variables = { ...run.frame.variables, ...assigned };
    const shown = assigned
      ? {
          assignedVariables: Object.fromEntries(
            Object.entries(assigned).map(([key, value]) => [key, JSON.stringify(value)]),
          ),
          assignedVariablesDetails: { truncated: false },
        }
      : {};
    const value = {
      name: run.name,
      output: boundedJson(outcome.output, run.name),
      outputDetails: { truncated: false },
      ...shown,
    };
    const mark = run.frame.top ? { variables: run.frame.variables, next: outcome.next ?? null } : undefined;
    const details = ['stateExitedEventDetails', value] as const;
    run.frame.previous = this.host.record(`${run.state.Type}StateExited`, details, run.frame.previous, mark);
  }

  /** Executes a state with its Retry and Catch. */
  private async execute(run: StateRun): Promise<Outcome> {
    const retries = new Retries(run.state.Retry);
    for (;;) {
      try {
        return await this.attempt(run);
      } catch (thrown) {
        const error = this.asStatesError(thrown, run);
        const delay = retries.next(error);
        if (delay !== undefined) {
          run.retryCount += 1;
          await sleepUntil(Date.now() + delay * 1000, this.host.signal);
          continue;
        }
        if (run.state.Type === 'Map' || run.state.Type === 'Parallel') {
          if (error.error !== 'States.Runtime') run.record(`${run.state.Type}StateFailed`);
        }
        const catcher = catcherFor(run.state.Catch, error);
        if (!catcher) throw error;
        return this.caught(run, catcher, error);
      }
    }
  }

  private async attempt(run: StateRun): Promise<Outcome> {
    const { state } = run;
    switch (state.Type) {
      case 'Choice':
        return chooseNext(run);
      case 'Fail':
        throw await failState(run);
      case 'Wait':
        await waitState(run);
        return this.leave(run, run.effectiveInput(), undefined);
      case 'Succeed':
        return this.leave(run, run.effectiveInput(), undefined);
      case 'Pass': {
        const input = run.language === 'JSONata' ? run.input : await run.parameters();
        return this.leave(run, state.Result === undefined ? input : state.Result, state.Result);
      }
      case 'Task':
        return this.withResult(run, await taskState(run));
      case 'Map':
        return this.withResult(run, await mapState(run, this));
      case 'Parallel':
        return this.withResult(run, await parallelState(run, this));
    }
  }

  /** ResultSelector and Output of a state that has a result of its own. */
  private withResult(run: StateRun, result: Json): Promise<Outcome> {
    const { ResultSelector } = run.state;
    const selected =
      run.language === 'JSONPath' && ResultSelector !== undefined
        ? fillTemplate(ResultSelector, run.scope(result))
        : result;
    return this.leave(run, selected, selected);
  }

  /** From a state's result to its output. `result` is undefined for the states that have none. */
  private async leave(run: StateRun, value: Json, result: Json | undefined): Promise<Outcome> {
    const { state } = run;
    const next = state.End || state.Type === 'Succeed' ? undefined : state.Next;
    if (run.language === 'JSONata') {
      const more = result === undefined ? {} : { result };
      const assigned = await run.assign(state.Assign, value, more);
      const output =
        state.Output === undefined ? value : await fillIn(state.Output, 'Output', run.bindings(more));
      return { output, next, assigned };
    }
    const assigned = await run.assign(state.Assign, value, {});
    const merged =
      state.Type === 'Wait' || state.Type === 'Succeed'
        ? value
        : this.resultPath(run, state.ResultPath, value);
    return { output: this.outputPath(run, merged), next, assigned };
  }

  private outputPath(run: StateRun, value: Json): Json {
    const path = run.state.OutputPath;
    if (path === null) return {};
    return path === undefined ? value : pathField(path, run.scope(value));
  }

  private resultPath(run: StateRun, path: string | null | undefined, value: Json): Json {
    if (path === undefined || path === '$') return value;
    // The raw input, whatever InputPath took from it.
    const { input } = run;
    if (path === null) return input;
    try {
      return writePath(parsePath(path), input, value);
    } catch {
      throw new DataError(
        `Unable to apply Path transformation to null or empty input, or to match ResultPath '${path}'.`,
        'States.ResultPathMatchFailure',
      );
    }
  }

  private async caught(run: StateRun, catcher: Catcher, error: StatesError): Promise<Outcome> {
    const errorOutput = errorOutputOf(error);
    if (run.language === 'JSONata') {
      const assigned = await run.assign(catcher.Assign, errorOutput, { errorOutput });
      const output =
        catcher.Output === undefined
          ? errorOutput
          : await fillIn(catcher.Output, 'Output', run.bindings({ errorOutput }));
      return { output, next: catcher.Next, assigned };
    }
    const assigned = await run.assign(catcher.Assign, errorOutput, {});
    return { output: this.resultPath(run, catcher.ResultPath, errorOutput), next: catcher.Next, assigned };
  }

  private asStatesError(thrown: unknown, run: StateRun): StatesError {
    if (thrown instanceof StatesError) return thrown;
    if (thrown instanceof Aborted) throw thrown;
    const where = `An error occurred while executing the state '${run.name}' (entered at the event id #${run.enteredId}). `;
    if (thrown instanceof DataError) return new StatesError(thrown.error, where + thrown.message);
    if (thrown instanceof EvaluationError) {
      const error = new StatesError('States.QueryEvaluationError', where + thrown.message);
      // As recorded: what fails before a Map or a Pass does anything follows what went before the state.
      const unstarted = run.state.Type === 'Map' || run.state.Type === 'Pass';
      if (unstarted && run.frame.previous === run.enteredId) run.frame.previous = run.before;
      run.record('EvaluationFailed', 'evaluationFailedEventDetails', {
        error: error.error,
        cause: error.detail,
        ...(thrown.location === undefined ? {} : { location: thrown.location }),
        state: run.name,
      });
      return error;
    }
    return new StatesError('States.Runtime', where + (thrown as Error).message);
  }
}

/** What a catcher gets: `{Error, Cause}`; a time-out's cause is empty. */
export function errorOutputOf(error: StatesError): Json {
  const cause = error.detail ?? (error.error === 'States.Timeout' ? '' : undefined);
  return {
    ...(error.error === undefined ? {} : { Error: error.error }),
    ...(cause === undefined ? {} : { Cause: cause }),
  };
}
