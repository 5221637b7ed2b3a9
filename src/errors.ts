/** What a user is told when something goes wrong: a code for scripts, what happened, why, and what to type next. */
export interface WorkshopErrorDetail {
  /** Stable, for scripts: e.g. `step-unknown`, `cloud-not-running`. */
  code: string;
  /** One sentence: what happened. */
  message: string;
  /** Why, when it is known. */
  why?: string;
  /** The next command to type, or the next thing to do. */
  next?: string;
  /** Process exit code; 1 unless said. */
  exitCode?: number;
  cause?: unknown;
}

/** An error whose words are meant for the user. Anything else that reaches the top is a bug of ours. */
export class WorkshopError extends Error {
  readonly code: string;
  readonly why: string | undefined;
  readonly next: string | undefined;
  readonly exitCode: number;

  constructor(detail: WorkshopErrorDetail) {
    super(detail.message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'WorkshopError';
    this.code = detail.code;
    this.why = detail.why;
    this.next = detail.next;
    this.exitCode = detail.exitCode ?? 1;
  }
}

/** The user said no, or pressed Ctrl-C at a question. One soft line, exit code 130 on Ctrl-C, 1 on 'no'. */
export class DeclinedError extends WorkshopError {
  constructor(message = 'Nothing was changed.', exitCode = 1) {
    super({ code: 'declined', message, exitCode });
    this.name = 'DeclinedError';
  }
}
