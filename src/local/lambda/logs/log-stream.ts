import type { Cloud } from '../../cloud.js';

const FLUSH_AFTER_MS = 250;
/** PutLogEvents takes 1 MiB, 26 bytes of it for each event. */
const BATCH_BYTES = 900_000;
const TAIL_BYTES = 4096;

/**
 * The log stream of one execution environment, written as the function's own role. As on AWS a function whose role may
 * not write, or whose group does not exist, runs on without its log.
 */
export class LogStream {
  private readonly cloud: Cloud;
  private readonly roleArn: string;
  readonly group: string;
  readonly name: string;
  private events: { timestamp: number; message: string }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private created = false;
  private closed = false;
  private writing: Promise<void> = Promise.resolve();
  private tail: string[] = [];

  constructor(cloud: Cloud, roleArn: string, group: string, environmentId: string, version: string) {
    this.cloud = cloud;
    this.roleArn = roleArn;
    this.group = group;
    this.name = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${environmentId}`;
  }

  write(message: string, timestamp = Date.now()): void {
    this.tail.push(message);
    if (this.closed) return;
    this.events.push({ timestamp, message });
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS);
  }

  /** The last 4 KB written since the tail was last taken, base64, as `LogResult` has it. */
  takeTail(): string {
    const text = this.tail.map((line) => `${line}\n`).join('');
    this.tail = [];
    return Buffer.from(text).subarray(-TAIL_BYTES).toString('base64');
  }

  /** Writes what is waiting; never throws. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.put());
    return this.writing;
  }

  private async put(): Promise<void> {
    while (this.events.length > 0 && !this.closed) {
      const batch = this.takeBatch();
      try {
        if (!this.created) await this.create();
        await this.call('PutLogEvents', {
          logGroupName: this.group,
          logStreamName: this.name,
          logEvents: batch,
        });
      } catch (error) {
        this.closed = true;
        this.cloud.log(`lambda: no log for ${this.group}: ${(error as Error).message}`);
      }
    }
  }

  private takeBatch(): { timestamp: number; message: string }[] {
    let bytes = 0;
    let count = 0;
    for (const event of this.events) {
      bytes += Buffer.byteLength(event.message) + 26;
      if (count > 0 && bytes > BATCH_BYTES) break;
      count += 1;
    }
    return this.events.splice(0, count).sort((a, b) => a.timestamp - b.timestamp);
  }

  private async create(): Promise<void> {
    try {
      await this.call('CreateLogStream', { logGroupName: this.group, logStreamName: this.name });
    } catch (error) {
      if ((error as { code?: string }).code !== 'ResourceAlreadyExistsException') throw error;
    }
    this.created = true;
  }

  private call(action: string, input: object): Promise<unknown> {
    return this.cloud.call('logs', action, input, { service: 'lambda.amazonaws.com', roleArn: this.roleArn });
  }
}
