import type { Cloud } from '../../cloud.js';
import { Aborted, StatesError } from '../interpreter/errors.js';
import type { Details, Host, Mark, Resume, TaskCall } from '../interpreter/host.js';
import { Interpreter } from '../interpreter/interpreter.js';
import type { Json, Machine } from '../language/types.js';
import { performTask } from '../tasks/perform.js';
import type { TaskTokens } from '../tasks/tokens.js';
import type { ExecutionFile } from './execution-file.js';
import { type ExecutionEvent, type ExecutionHeader, type ExecutionSummary, summarise } from './model.js';

/** AWS ends an execution with this many events (step-functions/latest/dg/service-quotas). */
const MOST_EVENTS = 25_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One execution: its events so far, and the interpreter at work. */
export class Execution implements Host {
  readonly summary: ExecutionSummary;
  readonly events: ExecutionEvent[];
  readonly finished: Promise<void>;
  private finish: () => void = () => undefined;
  private readonly controller = new AbortController();
  private readonly cloud: Cloud;
  private readonly tokens: TaskTokens;
  private readonly file: ExecutionFile | undefined;
  private ended = false;
  private timer: NodeJS.Timeout | undefined;
  readonly input: Json;

  constructor(options: {
    cloud: Cloud;
    tokens: TaskTokens;
    header: ExecutionHeader;
    events: ExecutionEvent[];
    /** Without a file nothing is kept (Express). */
    file: ExecutionFile | undefined;
  }) {
    this.cloud = options.cloud;
    this.tokens = options.tokens;
    this.file = options.file;
    this.events = options.events;
    this.summary = {
      header: options.header,
      status: 'RUNNING',
      stoppedAt: undefined,
      output: undefined,
      error: undefined,
      cause: undefined,
    };
    this.input = JSON.parse(options.header.input) as Json;
    this.finished = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  get executionArn() {
    return this.summary.header.arn;
  }
  get executionName() {
    return this.summary.header.name;
  }
  get machineArn() {
    return this.summary.header.machineArn;
  }
  get machineName() {
    return this.summary.header.machineName;
  }
  get inputText() {
    return this.summary.header.input;
  }
  get roleArn() {
    return this.summary.header.roleArn;
  }
  get startedAt() {
    return this.summary.header.startedAt;
  }
  get region() {
    return this.cloud.region;
  }
  get signal() {
    return this.controller.signal;
  }

  /** Runs from the start, or from where `resume` says. Never throws. */
  async run(resume?: Resume): Promise<void> {
    const machine = JSON.parse(this.summary.header.definition) as Machine;
    const frame = {
      previous: resume?.previous ?? 0,
      variables: resume?.variables ?? {},
      top: true,
      line: '',
      steps: 0,
      map: undefined,
    };
    this.limitTime(machine.TimeoutSeconds);
    try {
      if (this.events.length === 0) {
        const started = {
          input: this.summary.header.input,
          inputDetails: { truncated: false },
          roleArn: this.roleArn,
        };
        this.record('ExecutionStarted', ['executionStartedEventDetails', started], 0);
      }
      const output = await new Interpreter(this).run(machine, this.input, frame, resume);
      const details = { output: JSON.stringify(output), outputDetails: { truncated: false } };
      this.end('ExecutionSucceeded', ['executionSucceededEventDetails', details], frame.previous);
    } catch (error) {
      if (error instanceof Aborted || this.ended) return;
      const failure =
        error instanceof StatesError ? error : new StatesError('States.Runtime', (error as Error).message);
      this.end(
        'ExecutionFailed',
        ['executionFailedEventDetails', errorFields(failure.error, failure.detail)],
        frame.previous,
      );
    }
  }

  record(type: string, details: Details | undefined, previous: number, mark?: Mark): number {
    if (this.ended) throw new Aborted();
    const id = (this.events.at(-1)?.id ?? 0) + 1;
    const event: ExecutionEvent =
      id < MOST_EVENTS || type.startsWith('Execution')
        ? { id, previous, at: Date.now(), type, ...(details ? { details } : {}), ...(mark ? { mark } : {}) }
        : tooManyEvents(id, previous);
    this.file?.append(event);
    this.events.push(event);
    summarise(this.summary, event);
    if (this.summary.status !== 'RUNNING') this.close();
    if (event.type !== type) throw new Aborted();
    return id;
  }

  perform(call: TaskCall): Promise<Json> {
    return performTask(this.cloud, this.tokens, this.roleArn, call);
  }

  /** The last event. One that cannot be written (a full disk) leaves the execution to the next start. */
  private end(type: string, details: Details, previous: number): void {
    try {
      this.record(type, details, previous);
    } catch (error) {
      if (error instanceof Aborted) return;
      this.cloud.log(`states: ${this.executionArn}: ${(error as Error).message}`);
      this.close();
    }
  }

  /** Ends a running execution as StopExecution does. */
  abort(error: string | undefined, cause: string | undefined): void {
    if (!this.ended)
      this.record('ExecutionAborted', ['executionAbortedEventDetails', errorFields(error, cause)], 0);
  }

  /** The process goes down: nothing more is written, and the next start takes the execution up. */
  suspend(): void {
    this.close();
  }

  private limitTime(seconds: number | undefined): void {
    if (seconds === undefined) return;
    const left = this.startedAt + seconds * 1000 - Date.now();
    this.timer = setTimeout(
      () => {
        if (left > LONGEST_TIMER_MS) this.limitTime(seconds);
        else if (!this.ended)
          this.end('ExecutionTimedOut', ['executionTimedOutEventDetails', { error: 'States.Timeout' }], 0);
      },
      Math.min(Math.max(left, 0), LONGEST_TIMER_MS),
    );
  }

  private close(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.controller.abort();
    this.file?.close();
    this.finish();
  }
}

function errorFields(error: string | undefined, cause: string | undefined): Record<string, unknown> {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

function tooManyEvents(id: number, previous: number): ExecutionEvent {
  const cause = `The execution reached the maximum number of history events (${MOST_EVENTS}).`;
  return {
    id,
    previous,
    at: Date.now(),
    type: 'ExecutionFailed',
    details: ['executionFailedEventDetails', { cause }],
  };
}
