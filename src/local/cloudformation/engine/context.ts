import type { Cloud } from '../../cloud.js';
import { AwsError } from '../../protocol/errors.js';
import type { ResourceRecord, StackRecord } from '../records.js';
import type { ResourceRequest, ResourceType } from '../resources/type.js';
import type { StackStore } from '../store.js';
import { isThrottling, reasonOf, Stopped } from './failure.js';
import { Journal } from './journal.js';
import { nameOf } from './names.js';

const FIRST_POLL = 25;
const LONGEST_POLL = 250;
const ATTEMPTS = 6;

/** What every part of one stack's operation shares. */
export class OperationContext {
  readonly journal: Journal;
  /** The service that was called last, for each resource: its name belongs in the reason of a failure. */
  private readonly lastService = new Map<string, string>();

  constructor(
    readonly cloud: Cloud,
    readonly store: StackStore,
    readonly stack: StackRecord,
    readonly types: ReadonlyMap<string, ResourceType>,
    private readonly stopping: AbortSignal,
  ) {
    this.journal = new Journal(store, stack);
  }

  request(type: ResourceType, record: ResourceRecord, before?: ResourceRecord): ResourceRequest {
    const { cloud, stack } = this;
    const replaced = stack.operation?.before[record.logicalId];
    return {
      stackId: stack.id,
      stackName: stack.name,
      region: cloud.region,
      accountId: cloud.accountId,
      logicalId: record.logicalId,
      physicalId: record.physicalId,
      ...(replaced && replaced.suffix !== record.suffix && { previousId: replaced.physicalId }),
      name: nameOf(type, record, stack.name),
      token: `${stack.id.slice(-12)}-${record.logicalId.slice(0, 36)}-${record.suffix}`,
      properties: record.properties,
      previous: before?.properties ?? {},
      tags: this.tagsOf(record),
      previousTags: before ? this.tagsOf(before) : [],
      until: async (check) => {
        await this.until(check);
      },
      call: (service, action, input) => this.call(record.logicalId, service, action, input),
    };
  }

  /** The reason of a failure; also where the local cloud stops, which is none: @throws Stopped */
  reason(logicalId: string, error: unknown, token: string): string {
    if (this.stopping.aborted || error instanceof Stopped) throw new Stopped();
    return reasonOf(error, this.lastService.get(logicalId), token);
  }

  /** Polls until `check` says yes, or `giveUp` does. @throws Stopped */
  async until(check: () => Promise<boolean>, giveUp: () => boolean = () => false): Promise<boolean> {
    for (let pause = FIRST_POLL; ; pause = Math.min(pause * 2, LONGEST_POLL)) {
      if (await check()) return true;
      if (giveUp()) return false;
      await this.sleep(pause);
    }
  }

  /** @throws Stopped when the local cloud stops meanwhile. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.stopping.aborted) return reject(new Stopped());
      const stop = () => {
        clearTimeout(timer);
        reject(new Stopped());
      };
      const timer = setTimeout(() => {
        this.stopping.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      this.stopping.addEventListener('abort', stop, { once: true });
    });
  }

  /** Throttled calls, and calls that never reached the service, are made again. */
  // biome-ignore lint/suspicious/noExplicitAny: the reply's shape is the API model's.
  private async call(logicalId: string, service: string, action: string, input: object): Promise<any> {
    const roleArn = this.stack.model.roleArn;
    for (let attempt = 1; ; attempt += 1) {
      if (this.stopping.aborted) throw new Stopped();
      this.lastService.set(logicalId, service);
      try {
        return await this.cloud.call(service, action, input, {
          service: 'cloudformation.amazonaws.com',
          ...(roleArn !== undefined && { roleArn, sessionName: 'AWSCloudFormation' }),
        });
      } catch (error) {
        const passing = isThrottling(error) || !(error instanceof AwsError);
        if (this.stopping.aborted) throw new Stopped();
        if (!passing || attempt === ATTEMPTS) throw error;
        await this.sleep(50 * 2 ** attempt);
      }
    }
  }

  private tagsOf(record: ResourceRecord) {
    const own = Array.isArray(record.properties.Tags)
      ? (record.properties.Tags as unknown as ResourceRecord['tags'])
      : [];
    const system = [
      { Key: 'aws:cloudformation:logical-id', Value: record.logicalId },
      { Key: 'aws:cloudformation:stack-id', Value: this.stack.id },
      { Key: 'aws:cloudformation:stack-name', Value: this.stack.name },
    ];
    const ownKeys = new Set(own.map((tag) => tag.Key));
    return [
      ...own.map((tag) => ({ Key: String(tag.Key), Value: String(tag.Value) })),
      ...record.tags.filter((tag) => !ownKeys.has(tag.Key)),
      ...system,
    ];
  }
}
