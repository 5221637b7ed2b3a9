import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What SNS would have sent, one JSON line each. */
export interface OutboxEntry {
  /** ISO 8601 */
  time: string;
  type: 'Notification' | 'SubscriptionConfirmation';
  messageId: string;
  topicArn: string;
  subject?: string;
  message: string;
  attributes?: Record<string, { DataType?: string; StringValue?: string }>;
  /** To whom: the confirmed subscriptions, or the one to be confirmed. */
  recipients: { protocol: string; endpoint: string; subscriptionArn: string; message?: string }[];
  /** With a confirmation: what ConfirmSubscription takes. */
  token?: string;
}

/** Two files of this size are kept. */
const fileBytes = 4 * 1024 * 1024;

/**
 * `sns/outbox.jsonl`: nothing leaves this machine, so what would have been mailed lies here to be read. Only appended
 * to, on its way to disk before the call returns, mode 0600; past 4 MiB it becomes `outbox.older.jsonl`.
 */
export class Outbox {
  readonly path: string;
  private readonly older: string;
  /** Whether a kill cut the last line short; it must not swallow the next one. */
  private isTorn: boolean | undefined;

  constructor(folder: string) {
    mkdirSync(join(folder, 'sns'), { recursive: true, mode: 0o700 });
    this.path = join(folder, 'sns', 'outbox.jsonl');
    this.older = join(folder, 'sns', 'outbox.older.jsonl');
  }

  append(entry: OutboxEntry): void {
    if (existsSync(this.path) && statSync(this.path).size > fileBytes) renameSync(this.path, this.older);
    if (this.isTorn === undefined)
      this.isTorn = existsSync(this.path) && !readFileSync(this.path, 'utf8').endsWith('\n');
    appendFileSync(this.path, `${this.isTorn ? '\n' : ''}${JSON.stringify(entry)}\n`, { mode: 0o600 });
    this.isTorn = false;
  }
}
