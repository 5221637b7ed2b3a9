import { join } from 'node:path';
import type { Cloud } from '../cloud.js';
import type { InvocationResult } from './environment/environment.js';
import type { Pool } from './environment/pool.js';
import { type Attempt, EventFiles, type QueuedEvent } from './event-files.js';
import type { EventInvokeConfig, FunctionRecord } from './model.js';
import type { FunctionStore } from './store.js';

/** Lambda waits one minute before the first retry of a failed event, two before the second (lambda/latest/dg/invocation-async-error-handling). */
const RETRY_MS = [60_000, 120_000];
/** A throttled event goes back to the queue, from one second to five minutes apart. */
const THROTTLED_FIRST_MS = 1000;
const THROTTLED_MOST_MS = 300_000;
const DEFAULT_AGE_S = 21_600;

/**
 * Asynchronous invocations. They outlive the process: what waited goes on waiting, and an attempt that a kill cut short
 * counts as failed, as one whose environment was lost does on AWS.
 */
export class EventQueue {
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopped = false;
  private readonly cloud: Cloud;
  private readonly store: FunctionStore;
  private readonly pool: Pool;
  private readonly files: EventFiles;

  constructor(cloud: Cloud, store: FunctionStore, pool: Pool) {
    this.cloud = cloud;
    this.store = store;
    this.pool = pool;
    this.files = new EventFiles(join(cloud.folder, 'lambda', 'events'));
  }

  /** Takes an event in: it is on disk when this returns. */
  add(event: QueuedEvent): void {
    const attempt = { added: Date.now(), failures: 0, throttles: 0 };
    this.files.save({ event, attempt, due: attempt.added });
    this.wake(event, attempt, 0);
  }

  /** Takes up what the process before left. */
  start(): void {
    for (const { event, attempt, due } of this.files.all()) {
      if (due !== undefined) this.wake(event, attempt, Math.max(0, due - Date.now()));
      else this.guard(event, this.failed(event, attempt, undefined));
    }
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private later(event: QueuedEvent, attempt: Attempt, delay: number): void {
    if (this.stopped) return;
    try {
      this.files.save({ event, attempt, due: Date.now() + delay });
    } finally {
      this.wake(event, attempt, delay);
    }
  }

  private wake(event: QueuedEvent, attempt: Attempt, delay: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.guard(event, this.attempt(event, attempt));
    }, delay);
    this.timers.add(timer);
  }

  private guard(event: QueuedEvent, work: Promise<void>): void {
    work.catch((error: Error) => this.cloud.log(`lambda: ${event.name}: ${error.message}`));
  }

  private async attempt(event: QueuedEvent, attempt: Attempt): Promise<void> {
    const record = this.store.find(event.name);
    if (!record) return this.files.remove(event);
    const { configuration } = this.store.resolve(event.name, event.qualifier);
    const { config, age } = this.configOf(record, event);
    const expired = Date.now() - attempt.added > age;
    try {
      this.pool.enter(record);
    } catch (error) {
      // Reserved concurrency of 0 throws every event away, as documented; else the event waits its turn.
      if (expired || record.reservedConcurrency === 0) {
        await this.deliver(config?.onFailure, event, undefined, attempt, 'EventAgeExceeded');
        return;
      }
      const delay = Math.min(THROTTLED_FIRST_MS * 2 ** attempt.throttles, THROTTLED_MOST_MS);
      this.later(event, { ...attempt, throttles: attempt.throttles + 1 }, delay);
      if ((error as { code?: string }).code !== 'TooManyRequestsException') throw error;
      return;
    }
    let result: InvocationResult;
    try {
      this.files.save({ event, attempt });
      result = await this.pool.run(record, configuration, event.invocation);
    } finally {
      this.pool.leave(record);
    }
    // Its worker was ended with the process: for the next one the attempt was cut short.
    if (this.stopped) return;
    if (result.failed) await this.failed(event, attempt, result);
    else await this.deliver(config?.onSuccess, event, result, attempt, 'Success');
  }

  private configOf(record: FunctionRecord, event: QueuedEvent) {
    const config = record.eventInvoke[event.qualifier ?? '$LATEST'];
    return { config, age: (config?.maximumEventAgeInSeconds ?? DEFAULT_AGE_S) * 1000 };
  }

  /** After a failed attempt (without a result where it was cut short): once more, or given up. */
  private async failed(
    event: QueuedEvent,
    attempt: Attempt,
    result: InvocationResult | undefined,
  ): Promise<void> {
    const record = this.store.find(event.name);
    if (!record) return this.files.remove(event);
    const { config, age } = this.configOf(record, event);
    const retries = config?.maximumRetryAttempts ?? RETRY_MS.length;
    const delay = RETRY_MS[attempt.failures];
    if (attempt.failures < retries && delay !== undefined && Date.now() + delay - attempt.added <= age) {
      this.later(event, { ...attempt, failures: attempt.failures + 1, throttles: 0 }, delay);
      return;
    }
    const condition = attempt.failures >= retries ? 'RetriesExhausted' : 'EventAgeExceeded';
    await this.deliver(config?.onFailure, event, result, attempt, condition);
  }

  /** Sends the invocation record to a destination, as the function's role (lambda/latest/dg/invocation-async-retain-records). */
  private async deliver(
    destination: EventInvokeConfig['onSuccess'],
    event: QueuedEvent,
    result: InvocationResult | undefined,
    attempt: Attempt,
    condition: string,
  ): Promise<void> {
    const record = this.store.find(event.name);
    if (!destination || !record) return this.files.remove(event);
    const text = JSON.stringify({
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: event.invocation.requestId,
        functionArn: this.store.arn(event.name, event.qualifier ?? '$LATEST'),
        condition,
        approximateInvokeCount: attempt.failures + (result ? 1 : 0),
      },
      requestPayload: JSON.parse(event.invocation.payload),
      ...(result
        ? {
            responseContext: {
              statusCode: 200,
              executedVersion: '$LATEST',
              ...(result.failed ? { functionError: 'Unhandled' } : {}),
            },
            responsePayload: JSON.parse(result.payload),
          }
        : {}),
    });
    await this.send(destination, text, record).finally(() => this.files.remove(event));
  }

  private async send(destination: string, text: string, record: FunctionRecord): Promise<void> {
    const as = { service: 'lambda.amazonaws.com', roleArn: record.latest.role };
    if (destination.split(':')[2] === 'sns') {
      await this.cloud.call('sns', 'Publish', { TopicArn: destination, Message: text }, as);
      return;
    }
    const input = { FunctionName: destination, InvocationType: 'Event', Payload: Buffer.from(text) };
    await this.cloud.call('lambda', 'Invoke', input, as);
  }
}
