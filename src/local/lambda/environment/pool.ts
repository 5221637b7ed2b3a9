import { packageRoot } from '../../../package-root.js';
import type { Cloud } from '../../cloud.js';
import { MinuteMetrics } from '../../minute-metrics.js';
import { AwsError } from '../../protocol/errors.js';
import { endLines, startLine } from '../logs/lines.js';
import { LogStream } from '../logs/log-stream.js';
import type { FunctionConfiguration, FunctionRecord } from '../model.js';
import type { FunctionStore } from '../store.js';
import { Environment, type Invocation, type InvocationResult } from './environment.js';
import { functionVariables } from './variables.js';

/** A worker with the SDK loaded holds tens of MB: short enough to give them back, long enough to be warm for a busy caller. */
const IDLE_MS = 60_000;
/** An account's concurrent executions by default. */
const ACCOUNT_CONCURRENCY = 1000;

interface Slot {
  environment: Environment;
  log: LogStream;
  /** Which code and settings the environment was made of. */
  made: string;
  functionName: string;
  idle: NodeJS.Timeout | undefined;
}

/** All execution environments: warm ones are used again, one invocation at a time, and ended when idle. */
export class Pool {
  private readonly slots = new Set<Slot>();
  private readonly running = new Map<string, number>();
  /** Environments being made before anyone asked for one, by function name. */
  private readonly preparing = new Map<string, Promise<void>>();
  private stopped = false;
  private readonly cloud: Cloud;
  private readonly store: FunctionStore;
  private readonly metrics: MinuteMetrics;

  constructor(cloud: Cloud, store: FunctionStore) {
    this.cloud = cloud;
    this.store = store;
    this.metrics = new MinuteMetrics(cloud, 'AWS/Lambda', 'FunctionName', 'lambda.amazonaws.com');
  }

  /**
   * Takes one of the function's concurrent executions; give it back with `leave`.
   * @throws AwsError TooManyRequestsException when the reserved concurrency, or the account's, is used up.
   */
  enter(record: FunctionRecord): void {
    const used = this.running.get(record.name) ?? 0;
    const reserved = record.reservedConcurrency;
    let all = 0;
    for (const count of this.running.values()) all += count;
    const overReserved = reserved !== undefined && used >= reserved;
    if (overReserved || all >= ACCOUNT_CONCURRENCY) {
      this.metrics.count('Throttles', record.name, 1, 'Count');
      throw throttled(
        overReserved
          ? 'ReservedFunctionConcurrentInvocationLimitExceeded'
          : 'ConcurrentInvocationLimitExceeded',
      );
    }
    this.running.set(record.name, used + 1);
  }

  leave(record: FunctionRecord): void {
    const used = (this.running.get(record.name) ?? 1) - 1;
    if (used > 0) this.running.set(record.name, used);
    else this.running.delete(record.name);
  }

  /** Runs an invocation in a warm environment or a new one. `tail` is the end of its log, base64. */
  async run(
    record: FunctionRecord,
    configuration: FunctionConfiguration,
    invocation: Invocation,
  ): Promise<InvocationResult & { tail: string }> {
    const slot = await this.take(record, configuration);
    const { environment, log } = slot;
    log.takeTail();
    // The platform's own lines are of level INFO.
    const platform = configuration.systemLogLevel !== 'WARN';
    if (platform) log.write(startLine(configuration.logFormat, invocation.requestId, configuration.version));
    const result = await environment.invoke(invocation);
    this.metrics.count('Invocations', record.name, 1, 'Count');
    this.metrics.count('Errors', record.name, result.failed ? 1 : 0, 'Count');
    this.metrics.count('Duration', record.name, result.duration, 'Milliseconds');
    if (platform) {
      for (const line of endLines(configuration.logFormat, invocation.requestId, result, configuration))
        log.write(line);
    }
    const tail = log.takeTail();
    if (environment.dead || this.stopped || slot.made !== fingerprint(configuration)) this.drop(slot);
    else this.rest(slot);
    return { ...result, tail };
  }

  /**
   * Makes a new function's first environment in the background, so that its first invocation is warm; it ends after the
   * usual idle time. One that cannot be made is made again, and its error told, by that invocation.
   */
  prepare(record: FunctionRecord): void {
    if (this.stopped || [...this.slots].some((slot) => slot.functionName === record.name)) return;
    const configuration = record.latest;
    const work = this.create(record, configuration, fingerprint(configuration))
      .then((slot) => {
        slot.environment.busy = false;
        if (this.stopped || this.store.find(record.name) !== record) this.drop(slot);
        else this.rest(slot);
      })
      .catch(() => undefined)
      .finally(() => this.preparing.delete(record.name));
    this.preparing.set(record.name, work);
  }

  /** Ends the idle environments of a function (its code or its settings changed, or it is gone). */
  retire(functionName: string): void {
    for (const slot of this.slots) {
      if (slot.functionName === functionName && !slot.environment.busy) this.drop(slot);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.preparing.values());
    const slots = [...this.slots];
    this.slots.clear();
    for (const slot of slots) clearTimeout(slot.idle);
    await Promise.all(slots.map((slot) => slot.environment.end()));
    await Promise.all(slots.map((slot) => slot.log.flush()));
    await this.metrics.stop();
  }

  private async take(record: FunctionRecord, configuration: FunctionConfiguration): Promise<Slot> {
    const made = fingerprint(configuration);
    await this.preparing.get(record.name);
    for (const slot of this.slots) {
      if (slot.functionName !== record.name || slot.environment.busy) continue;
      if (slot.made !== made || !slot.environment.fresh) {
        if (slot.environment.dead || slot.made === made) this.drop(slot);
        continue;
      }
      clearTimeout(slot.idle);
      // Busy from here on, so that no second invocation takes it before this one has begun.
      slot.environment.busy = true;
      return slot;
    }
    return this.create(record, configuration, made);
  }

  private async create(
    record: FunctionRecord,
    configuration: FunctionConfiguration,
    made: string,
  ): Promise<Slot> {
    const credentials = await this.cloud.credentialsFor({
      service: 'lambda.amazonaws.com',
      roleArn: configuration.role,
      sessionName: record.name,
      // As `fresh` asks of an environment: a whole invocation, and a minute for what comes before it.
      lasting: (configuration.timeout + 60) * 1000,
    });
    const id = crypto.randomUUID().replaceAll('-', '');
    const log = new LogStream(
      this.cloud,
      configuration.role,
      configuration.logGroup,
      id,
      configuration.version,
    );
    const codeFolder = this.store.codeFolder(configuration.codeSha256);
    const environment = new Environment({
      data: {
        codeFolder,
        sdkRoot: packageRoot,
        handler: configuration.handler,
        runtime: configuration.runtime,
        functionName: record.name,
        functionVersion: configuration.version,
        memorySize: configuration.memorySize,
        logGroupName: configuration.logGroup,
        logStreamName: log.name,
        logFormat: configuration.logFormat,
        applicationLogLevel: configuration.applicationLogLevel ?? 'TRACE',
      },
      variables: functionVariables(this.cloud, record.name, configuration, credentials, {
        codeFolder,
        logStream: log.name,
      }),
      timeout: configuration.timeout,
      credentialsEnd: credentials.expiration ?? Number.POSITIVE_INFINITY,
      onLog: (line, at) => log.write(line, at),
    });
    environment.busy = true;
    const slot: Slot = { environment, log, made, functionName: record.name, idle: undefined };
    this.slots.add(slot);
    return slot;
  }

  private rest(slot: Slot): void {
    slot.idle = setTimeout(() => this.drop(slot), IDLE_MS);
    slot.idle.unref();
  }

  private drop(slot: Slot): void {
    clearTimeout(slot.idle);
    this.slots.delete(slot);
    void slot.environment.end();
    void slot.log.flush();
  }
}

function fingerprint(configuration: FunctionConfiguration): string {
  return `${configuration.version} ${configuration.codeSha256} ${configuration.lastModified}`;
}

function throttled(reason: string): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Reason: reason, Type: 'User' },
  });
}
