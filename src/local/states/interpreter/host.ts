import type { Json } from '../language/types.js';

/** One event's details: the member's name in the API and its value. */
export type Details = readonly [member: string, value: Record<string, unknown>];

/** Where an execution goes on after the process was gone. */
export interface Resume {
  variables: Record<string, Json>;
  /** The event that the next one follows. */
  previous: number;
  /** A state that was entered and not left: it is executed again from its beginning. */
  entered?: {
    state: string;
    input: Json;
    id: number /** epoch ms */;
    at: number /** That failed before. */;
    attempts: number;
  };
  /** A state that was left: what comes behind it (undefined: the end) with its output. */
  left?: { next: string | undefined; output: Json };
}

/** What goes into the file, and not into the history, with a state entered or left outside any branch. */
export interface Mark {
  variables: Record<string, Json>;
  /** At a state that was left: the next one, null for the end. */
  next?: string | null;
}

/** What the interpreter needs of the execution it runs. */
export interface Host {
  readonly executionArn: string;
  readonly executionName: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string;
  readonly input: Json;
  readonly inputText: string;
  /** epoch ms */
  readonly startedAt: number;
  readonly region: string;
  /** Aborted when the execution is stopped or times out, and when the process goes down. */
  readonly signal: AbortSignal;
  /**
   * Writes one event before anything else happens. `mark` says where to resume.
   * @returns its id
   * @throws Aborted when the execution has ended
   */
  record(type: string, details: Details | undefined, previousEventId: number, mark?: Mark): number;
  /** Carries out a task; its events are recorded by the interpreter. @throws StatesError */
  perform(call: TaskCall): Promise<Json>;
}

export interface TaskCall {
  resource: string;
  parameters: Json;
  signal: AbortSignal;
  /** The same each time this attempt is made: what an action takes for its idempotency token. */
  idempotency: string;
  /** For `.waitForTaskToken`. */
  token: string | undefined;
  /** Seconds without a sign of life, for `.waitForTaskToken`. */
  heartbeat: number | undefined;
  /** A job was started and is waited for (`.sync`). */
  submitted(output: Json): void;
}

/** The events of one line of states: the machine's own, or one branch's. */
export interface Frame {
  /** The event that the next one follows. */
  previous: number;
  variables: Record<string, Json>;
  /** The top line, whose states can be taken up again. */
  top: boolean;
  /** Where a branch stands: its state, that state's attempt and its number; empty at the top. */
  line: string;
  /** States entered so far. */
  steps: number;
  /** `$$.Map` inside an iteration. */
  map: Json | undefined;
}
