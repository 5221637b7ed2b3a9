import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { RuntimeData, RuntimeError, WorkerMessage } from './messages.js';
import { runtimeSource } from './runtime.js';

/** AWS gives the init phase 10 s before it counts against the function's own time-out. */
const INIT_LIMIT_MS = 10_000;

export interface Invocation {
  requestId: string;
  payload: string;
  invokedFunctionArn: string;
  clientContext: string | undefined;
}

export interface InvocationResult {
  payload: string;
  failed: boolean;
  /** ms */
  duration: number;
  /** ms, of the first invocation in an environment only */
  initDuration: number | undefined;
  usedBytes: number;
  /** `timeout` when the worker was ended for it. */
  status: 'success' | 'error' | 'timeout';
}

export interface EnvironmentOptions {
  data: RuntimeData;
  variables: Record<string, string>;
  /** seconds */
  timeout: number;
  /** epoch ms at which the role's credentials in the environment end */
  credentialsEnd: number;
  onLog(line: string, at: number): void;
}

/** One execution environment: a worker thread that serves one invocation at a time until it fails or is ended. */
export class Environment {
  readonly id = randomBytes(16).toString('hex');
  busy = false;
  dead = false;
  private readonly options: EnvironmentOptions;
  private readonly worker: Worker;
  private readonly startedAt = performance.now();
  private readyAt: number | undefined;
  private initDuration: number | undefined;
  private used = 0;
  private listener: ((message: WorkerMessage | { type: 'exit'; error: RuntimeError }) => void) | undefined;
  private readonly early: (WorkerMessage | { type: 'exit'; error: RuntimeError })[] = [];

  constructor(options: EnvironmentOptions) {
    this.options = options;
    this.worker = new Worker(runtimeSource, {
      eval: true,
      env: options.variables,
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      workerData: options.data,
      resourceLimits: { maxOldGenerationSizeMb: options.data.memorySize, maxYoungGenerationSizeMb: 8 },
    });
    this.worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'log') options.onLog(message.line, message.at);
      else this.deliver(message);
    });
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.deliver({
        type: 'exit',
        error: outOfMemory
          ? {
              errorType: 'Runtime.OutOfMemory',
              errorMessage: 'Error: Runtime exited with error: signal: killed',
            }
          : {
              errorType: 'Runtime.ExitError',
              errorMessage: `Error: Runtime exited with error: ${error.message}`,
            },
      });
    });
    this.worker.on('exit', (code) => {
      const reason =
        code === 0
          ? 'Runtime exited without providing a reason'
          : `Runtime exited with error: exit status ${code}`;
      this.deliver({
        type: 'exit',
        error: { errorType: 'Runtime.ExitError', errorMessage: `Error: ${reason}` },
      });
    });
  }

  /** The role's credentials last for another whole invocation. */
  get fresh(): boolean {
    return !this.dead && this.options.credentialsEnd - Date.now() > (this.options.timeout + 60) * 1000;
  }

  /** Runs one invocation to its answer, its failure, or its time-out; never throws. */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    this.busy = true;
    const first = this.initDuration === undefined;
    try {
      const ready = first ? await this.initialise() : undefined;
      const begun = performance.now();
      const outcome = ready ?? (await this.run(invocation));
      const duration = performance.now() - begun;
      return {
        ...this.report(outcome, invocation.requestId),
        duration,
        initDuration: first ? this.initDuration : undefined,
      };
    } finally {
      this.busy = false;
    }
  }

  /** Ends the worker, whatever it is doing. */
  async end(): Promise<void> {
    this.dead = true;
    await this.worker.terminate();
  }

  private async initialise(): Promise<Outcome | undefined> {
    const message = await this.next(INIT_LIMIT_MS + this.options.timeout * 1000);
    // An environment that was prepared has waited since.
    this.initDuration = (this.readyAt ?? performance.now()) - this.startedAt;
    return message.type === 'ready' ? undefined : message;
  }

  private async run(invocation: Invocation): Promise<Outcome> {
    const limit = this.options.timeout * 1000;
    this.worker.postMessage({ ...invocation, deadline: Date.now() + limit });
    const end = performance.now() + limit;
    for (;;) {
      const message = await this.next(Math.max(0, end - performance.now()));
      if ('requestId' in message && message.requestId !== invocation.requestId) continue;
      return message;
    }
  }

  private report(
    outcome: Outcome,
    requestId: string,
  ): Pick<InvocationResult, 'payload' | 'failed' | 'usedBytes' | 'status'> {
    if (outcome.type === 'result') {
      this.used = Math.max(this.used, outcome.usedBytes);
      return { payload: outcome.payload, failed: false, usedBytes: this.used, status: 'success' };
    }
    if (outcome.type === 'error' && !outcome.fatal) {
      return {
        payload: JSON.stringify(outcome.error),
        failed: true,
        usedBytes: outcome.usedBytes,
        status: 'error',
      };
    }
    void this.end();
    if (outcome.type === 'timeout') {
      const seconds = this.options.timeout.toFixed(2);
      const error = {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      };
      return { payload: JSON.stringify(error), failed: true, usedBytes: this.used, status: 'timeout' };
    }
    const error =
      'error' in outcome ? outcome.error : { errorType: 'Runtime.Unknown', errorMessage: 'Error: no answer' };
    const text =
      outcome.type === 'exit'
        ? { ...error, errorMessage: `RequestId: ${requestId} ${error.errorMessage}` }
        : error;
    return { payload: JSON.stringify(text), failed: true, usedBytes: this.used, status: 'error' };
  }

  private next(limit: number): Promise<Outcome> {
    const waiting = this.early.shift();
    if (waiting) return Promise.resolve(waiting as Outcome);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.listener = undefined;
        resolve({ type: 'timeout' });
      }, limit);
      this.listener = (message) => {
        clearTimeout(timer);
        this.listener = undefined;
        resolve(message as Outcome);
      };
    });
  }

  private deliver(message: WorkerMessage | { type: 'exit'; error: RuntimeError }): void {
    if (message.type === 'exit') this.dead = true;
    if (message.type === 'ready') this.readyAt = performance.now();
    if (this.listener) this.listener(message);
    else if (this.early.length < 4) this.early.push(message);
  }
}

type Outcome =
  | Exclude<WorkerMessage, { type: 'log' }>
  | { type: 'exit'; error: RuntimeError }
  | { type: 'timeout' };
