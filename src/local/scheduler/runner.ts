import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.js';
import { parseExpression } from './expression/expression.js';
import type { Schedule } from './model.js';
import { payloadOf } from './payload.js';
import { runAfter, type ScheduleStore } from './store.js';
import { targetOf } from './targets.js';

/** A timer is never set further ahead, so that a clock that jumps (a laptop that slept) is noticed. */
const LONGEST_SLEEP_MS = 30_000;
const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_S = 86_400;
const FIRST_RETRY_MS = 1000;
const MOST_RETRY_MS = 300_000;

/** Runs every schedule at its time. What was missed while the process was down is not made up for. */
export class Runner {
  private timer: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<NodeJS.Timeout>();
  private running = false;
  private readonly cloud: Cloud;
  private readonly store: ScheduleStore;

  constructor(cloud: Cloud, store: ScheduleStore) {
    this.cloud = cloud;
    this.store = store;
    store.onChange(() => this.arm());
  }

  start(): void {
    this.running = true;
    const now = Date.now();
    for (const schedule of this.store.schedules()) {
      if (schedule.next !== undefined && schedule.next < now && this.missed(schedule)) {
        schedule.next = runAfter(schedule, now);
      }
    }
    this.store.save();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
    for (const timer of this.waiting) clearTimeout(timer);
    this.waiting.clear();
  }

  /** A recurring run in the past is skipped; a single one still runs, as a late delivery within its event's age does. */
  private missed(schedule: Schedule): boolean {
    const expression = parseExpression(schedule.expression, schedule.timezone);
    // A rate that never ran has its first run still before it.
    return expression?.kind !== 'at' && !(expression?.kind === 'rate' && schedule.next === schedule.anchor);
  }

  private arm(): void {
    if (!this.running) return;
    clearTimeout(this.timer);
    const times = this.store.schedules().flatMap((one) => (one.next === undefined ? [] : [one.next]));
    if (times.length === 0) return;
    const wait = Math.min(Math.max(0, Math.min(...times) - Date.now()), LONGEST_SLEEP_MS);
    this.timer = setTimeout(() => this.tick(), wait);
  }

  private tick(): void {
    const now = Date.now();
    const due = this.store.schedules().filter((one) => one.next !== undefined && one.next <= now);
    for (const schedule of due) {
      const scheduled = schedule.next ?? now;
      // Written before the run: after a kill a run is rather missed once than made twice.
      schedule.next = runAfter(schedule, now);
      this.store.save();
      const flexible = (schedule.flexibleMinutes ?? 0) * 60_000 * Math.random();
      this.later(flexible, () => this.attempt(schedule, scheduled, randomUUID(), 1));
      if (schedule.next === undefined && schedule.actionAfterCompletion === 'DELETE')
        this.store.remove(schedule);
    }
    this.arm();
  }

  private later(delay: number, run: () => Promise<void>): void {
    if (!this.running) return;
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      void run();
    }, delay);
    this.waiting.add(timer);
  }

  private async attempt(
    schedule: Schedule,
    scheduled: number,
    executionId: string,
    attempt: number,
  ): Promise<void> {
    const place = { arn: this.store.arn(schedule), region: this.cloud.region, account: this.cloud.accountId };
    const as = { service: 'scheduler.amazonaws.com', roleArn: schedule.target.RoleArn };
    try {
      await targetOf(schedule.target)(
        this.cloud,
        payloadOf(schedule, { executionId, scheduled, attempt }, place),
        as,
      );
    } catch (error) {
      const { MaximumRetryAttempts = DEFAULT_RETRIES, MaximumEventAgeInSeconds = DEFAULT_AGE_S } =
        schedule.target.RetryPolicy ?? {};
      const delay = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), MOST_RETRY_MS);
      const tooOld = Date.now() + delay - scheduled > MaximumEventAgeInSeconds * 1000;
      const dropped = attempt > MaximumRetryAttempts || tooOld;
      this.cloud.log(
        `scheduler: ${schedule.name}: ${(error as Error).message}${dropped ? ' (given up)' : ''}`,
      );
      if (!dropped) this.later(delay, () => this.attempt(schedule, scheduled, executionId, attempt + 1));
    }
  }
}
