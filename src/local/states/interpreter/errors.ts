/** An error in the sense of the states language: a name that Retry and Catch look for, and its cause. */
export class StatesError extends Error {
  readonly error: string | undefined;
  readonly detail: string | undefined;

  constructor(error: string | undefined, cause: string | undefined) {
    super(`${error ?? ''}: ${cause ?? ''}`);
    this.error = error;
    this.detail = cause;
  }
}

/** Something about the state's data: the interpreter puts `An error occurred while executing the state …` before it. */
export class DataError extends Error {
  readonly error: string;

  constructor(message: string, error = 'States.Runtime') {
    super(message);
    this.error = error;
  }
}

/** A JSONata expression failed; the history shows it as EvaluationFailed at this place of the state. */
export class EvaluationError extends Error {
  readonly location: string | undefined;

  constructor(message: string, location: string | undefined) {
    super(message);
    this.location = location;
  }
}

/** The execution was stopped, or its process is going down: nothing more is to be written. */
export class Aborted extends Error {}
