import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DurableDocument } from '../durable-document.js';
import type { Invocation } from './environment/environment.js';

export interface QueuedEvent {
  name: string;
  qualifier: string | undefined;
  invocation: Invocation;
}

/** How far an event has come. */
export interface Attempt {
  /** epoch ms */
  added: number;
  failures: number;
  throttles: number;
}

/** An event as it lies on disk. */
export interface WaitingEvent {
  event: QueuedEvent;
  attempt: Attempt;
  /** When it is tried next, epoch ms; undefined while the function runs. */
  due?: number;
}

/** The events that are taken in and not done, a file each: written before the invocation is acknowledged. */
export class EventFiles {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  save(waiting: WaitingEvent): void {
    const { requestId } = waiting.event.invocation;
    const document = new DurableDocument<WaitingEvent>(this.path(requestId), waiting);
    document.value = waiting;
    document.save();
  }

  remove(event: QueuedEvent): void {
    rmSync(this.path(event.invocation.requestId), { force: true });
  }

  /** What the process before left. */
  all(): WaitingEvent[] {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.json'))
      .map(
        (name) =>
          new DurableDocument<Partial<WaitingEvent>>(join(this.folder, name), {}).value as WaitingEvent,
      );
  }

  private path(requestId: string): string {
    return join(this.folder, `${requestId}.json`);
  }
}
