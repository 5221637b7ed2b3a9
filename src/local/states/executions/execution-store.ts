import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../cloud.js';
import type { Resume } from '../interpreter/host.js';
import type { Json } from '../language/types.js';
import { TaskTokens } from '../tasks/tokens.js';
import { Execution } from './execution.js';
import { ExecutionFile } from './execution-file.js';
import { type ExecutionEvent, type ExecutionHeader, type ExecutionSummary, summarise } from './model.js';

/** As long as AWS keeps a finished execution; and a machine that runs each minute should not fill the disk before that. */
const KEPT_MS = 90 * 86_400_000;
const KEPT_COUNT = 1000;

interface Entry {
  file: ExecutionFile;
  summary: ExecutionSummary;
  /** While it runs in this process. */
  running: Execution | undefined;
}

/** All executions: those that run, and the files of the newest that are done. */
export class ExecutionStore {
  readonly tokens = new TaskTokens();
  private readonly entries = new Map<string, Entry>();
  private readonly cloud: Cloud;
  private readonly folder: string;
  /** Taken up in `start`, when the other services can be called. */
  private readonly interrupted: { entry: Entry; events: ExecutionEvent[] }[] = [];

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.folder = join(cloud.folder, 'states', 'executions');
    this.load();
  }

  find(arn: string): Entry | undefined {
    return this.entries.get(arn);
  }

  /** Newest first. */
  ofMachine(machineArn: string): ExecutionSummary[] {
    return [...this.entries.values()]
      .map((entry) => entry.summary)
      .filter((one) => one.header.machineArn === machineArn)
      .reverse();
  }

  /** The events of an execution: from memory while it runs, else from its file. */
  events(entry: Entry): ExecutionEvent[] {
    return entry.running?.events ?? entry.file.read()?.events ?? [];
  }

  /** Makes an execution, on disk before this returns, and lets it run. */
  begin(header: ExecutionHeader): Execution {
    const file = new ExecutionFile(join(this.folder, `${randomUUID()}.jsonl`));
    file.create(header);
    const execution = new Execution({ cloud: this.cloud, tokens: this.tokens, header, events: [], file });
    const entry: Entry = { file, summary: execution.summary, running: execution };
    this.entries.set(header.arn, entry);
    this.follow(entry, execution);
    void execution.run();
    this.drop();
    return execution;
  }

  /** An Express execution: run at once, kept nowhere. */
  beginExpress(header: ExecutionHeader): Execution {
    const execution = new Execution({
      cloud: this.cloud,
      tokens: this.tokens,
      header,
      events: [],
      file: undefined,
    });
    void execution.run();
    return execution;
  }

  /** Takes up what a kill interrupted. */
  start(): void {
    for (const { entry, events } of this.interrupted.splice(0)) {
      const { header } = entry.summary;
      const execution = new Execution({
        cloud: this.cloud,
        tokens: this.tokens,
        header,
        events,
        file: entry.file,
      });
      entry.running = execution;
      entry.summary = execution.summary;
      this.follow(entry, execution);
      void execution.run(resumeOf(events));
    }
  }

  stop(): void {
    for (const { running } of this.entries.values()) running?.suspend();
  }

  /** Ends what runs of a machine that is deleted, and waits for nothing. */
  abortAll(machineArn: string): void {
    for (const { running, summary } of this.entries.values()) {
      if (summary.header.machineArn === machineArn) running?.abort(undefined, undefined);
    }
  }

  private follow(entry: Entry, execution: Execution): void {
    void execution.finished.then(() => {
      // The history of one that is done is read from its file when someone asks.
      if (execution.summary.status !== 'RUNNING') entry.running = undefined;
    });
  }

  private load(): void {
    if (!existsSync(this.folder)) return;
    const found: { entry: Entry; events: ExecutionEvent[] }[] = [];
    for (const name of readdirSync(this.folder)) {
      const file = new ExecutionFile(join(this.folder, name));
      file.repair();
      const kept = file.read();
      if (!kept) {
        file.remove();
        continue;
      }
      const summary: ExecutionSummary = {
        header: kept.header,
        status: 'RUNNING',
        stoppedAt: undefined,
        output: undefined,
        error: undefined,
        cause: undefined,
      };
      const last = kept.events.at(-1);
      if (last) summarise(summary, last);
      const running = summary.status === 'RUNNING';
      found.push({ entry: { file, summary, running: undefined }, events: running ? kept.events : [] });
    }
    found.sort((a, b) => a.entry.summary.header.startedAt - b.entry.summary.header.startedAt);
    for (const one of found) {
      this.entries.set(one.entry.summary.header.arn, one.entry);
      if (one.entry.summary.status === 'RUNNING') this.interrupted.push(one);
    }
    this.drop();
  }

  private drop(): void {
    const done = [...this.entries].filter(([, entry]) => entry.summary.status !== 'RUNNING');
    const tooMany = done.length - KEPT_COUNT;
    const oldest = Date.now() - KEPT_MS;
    for (const [position, [arn, entry]] of done.entries()) {
      if (position >= tooMany && (entry.summary.stoppedAt ?? 0) > oldest) continue;
      entry.file.remove();
      this.entries.delete(arn);
    }
  }
}

/** An attempt at the state that was entered last has failed; those inside a Map or a Parallel are not its own. */
const ATTEMPT_FAILED = /^(?:(?:Task|LambdaFunction)(?:Failed|TimedOut)|(?:Map|Parallel)StateFailed)$/;

/** Where the last mark says to go on; undefined to begin at the beginning. */
function resumeOf(events: ExecutionEvent[]): Resume | undefined {
  const event = events.findLast((one) => one.mark !== undefined);
  if (!event?.mark) return undefined;
  const { variables, next } = event.mark;
  const details = event.details?.[1] as { name: string; input: string; output: string };
  if (next !== undefined) {
    const output = JSON.parse(details.output) as Json;
    return { variables, previous: event.id, left: { next: next ?? undefined, output } };
  }
  // What followed inside the state stays in the history; its second time follows the last of it.
  const previous = events.at(-1)?.id ?? event.id;
  const entered = {
    state: details.name,
    input: JSON.parse(details.input) as Json,
    id: event.id,
    at: event.at,
    attempts: events.filter(({ id, type }) => id > event.id && ATTEMPT_FAILED.test(type)).length,
  };
  return { variables, previous, entered };
}
