import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { AwsError } from '../protocol/errors.js';

export interface StateMachine {
  arn: string;
  name: string;
  definition: string;
  roleArn: string;
  type: 'STANDARD' | 'EXPRESS';
  /** epoch ms */
  created: number;
  /** There since the first update. */
  revisionId?: string;
  logging: object;
  tracing: { enabled: boolean };
  tags: { key: string; value: string }[];
}

/** State machines on disk. */
export class MachineStore {
  readonly cloud: Cloud;
  private readonly document: DurableDocument<{ machines: Record<string, StateMachine> }>;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.document = cloud.document('states/machines', { machines: {} });
  }

  all(): StateMachine[] {
    return Object.values(this.document.value.machines).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  arn(name: string): string {
    return `arn:aws:states:${this.cloud.region}:${this.cloud.accountId}:stateMachine:${name}`;
  }

  executionArn(machineName: string, name: string): string {
    return `arn:aws:states:${this.cloud.region}:${this.cloud.accountId}:execution:${machineName}:${name}`;
  }

  find(arn: string): StateMachine | undefined {
    return this.all().find((one) => one.arn === arn);
  }

  /** @throws AwsError InvalidArn, StateMachineDoesNotExist */
  get(arn: string): StateMachine {
    checkArn(arn);
    const machine = this.find(arn);
    if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  put(machine: StateMachine): void {
    this.document.value.machines[machine.name] = machine;
    this.document.save();
  }

  remove(machine: StateMachine): void {
    delete this.document.value.machines[machine.name];
    this.document.save();
  }

  newRevision(): string {
    return randomUUID();
  }
}

/** @throws AwsError InvalidArn */
export function checkArn(arn: string): void {
  if (!arn.startsWith('arn:')) throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  if (arn.split(':').length < 7)
    throw new AwsError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${arn}'`);
}
