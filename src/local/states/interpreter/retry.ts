import type { Catcher, Retrier } from '../language/types.js';
import type { StatesError } from './errors.js';

/**
 * The error that no wildcard takes: it says that the definition or its data is wrong. (The documentation says the same of
 * States.DataLimitExceeded; on AWS `States.ALL` was recorded to catch that one, test_states_errors.)
 */
const TERMINAL = 'States.Runtime';

/** Whether a retrier's or catcher's list takes an error. */
export function takes(names: string[], error: string | undefined): boolean {
  if (error !== undefined && names.includes(error)) return true;
  if (error === TERMINAL) return false;
  if (names.includes('States.ALL')) return true;
  return names.includes('States.TaskFailed') && error !== 'States.Timeout';
}

export function catcherFor(catchers: Catcher[] | undefined, error: StatesError): Catcher | undefined {
  return catchers?.find((one) => takes(one.ErrorEquals, error.error));
}

/** How often each retrier was used, within one entering of a state. */
export class Retries {
  private readonly retriers: Retrier[];
  private readonly used = new Map<Retrier, number>();

  constructor(retriers: Retrier[] | undefined) {
    this.retriers = retriers ?? [];
  }

  /** Seconds until the next attempt; undefined when there is none. */
  next(error: StatesError): number | undefined {
    const retrier = this.retriers.find((one) => takes(one.ErrorEquals, error.error));
    if (!retrier) return undefined;
    const before = this.used.get(retrier) ?? 0;
    if (before >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.used.set(retrier, before + 1);
    const backoff = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** before;
    const seconds = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
    return retrier.JitterStrategy === 'FULL' ? Math.random() * seconds : seconds;
  }
}
