import type { StackEvent } from '@aws-sdk/client-cloudformation';

/** Counts a stack operation's resources and keeps the first real failure. */
export class StackProgress {
  readonly total: number;
  private readonly complete = new Set<string>();
  private readonly running = new Map<string, { type: string; since: number }>();
  private failure: string | undefined;
  private goingBack = false;

  constructor(total: number) {
    this.total = total;
  }

  add(event: StackEvent): void {
    const id = event.LogicalResourceId ?? '';
    const status = event.ResourceStatus ?? '';
    const isStack = event.PhysicalResourceId === event.StackId;
    if (isStack) {
      if (/ROLLBACK_IN_PROGRESS$/.test(status)) this.goingBack = true;
      return;
    }
    if (/_IN_PROGRESS$/.test(status)) {
      if (!this.running.has(id))
        this.running.set(id, {
          type: event.ResourceType ?? '',
          since: event.Timestamp?.getTime() ?? Date.now(),
        });
      return;
    }
    this.running.delete(id);
    if (/_FAILED$/.test(status)) this.noteFailure(event);
    else if (this.goingBack) this.complete.delete(id);
    else this.complete.add(id);
  }

  get done(): number {
    return this.complete.size;
  }

  /** The first failure that is a cause and not a consequence ('cancelled'), in one sentence. */
  get rootCause(): string | undefined {
    return this.failure;
  }

  /** 'undoing: ' when it rolls back, and the resource that takes longest. */
  text(now: number): string {
    const [slow] = [...this.running].sort(([, a], [, b]) => a.since - b.since);
    const back = this.goingBack ? 'going back' : '';
    if (!slow) return back;
    const seconds = Math.round((now - slow[1].since) / 1000);
    const what = `${slow[1].type.split('::').slice(1).join(' ')}${seconds >= 5 ? ` ${seconds} s` : ''}`;
    return back ? `${back}: ${what}` : what;
  }

  private noteFailure(event: StackEvent): void {
    const reason = event.ResourceStatusReason ?? '';
    if (this.failure || /cancelled|canceled/i.test(reason)) return;
    this.failure = `${event.ResourceType} ${event.LogicalResourceId}: ${reason || 'failed without a reason'}`;
  }
}
