import { AwsError } from '../../protocol/errors.js';
import type { ExecutionStore } from '../executions/execution-store.js';
import { checkArn, type MachineStore } from '../machine-store.js';
import { pageOf } from './page.js';

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'];
const PAGE = { default: 100, highest: 1000 };

interface PageInput {
  maxResults?: number;
  nextToken?: string;
}

export function listStateMachines(store: MachineStore, input: PageInput): object {
  const { items, nextToken } = pageOf(store.all(), input, PAGE);
  const stateMachines = items.map((one) => ({
    stateMachineArn: one.arn,
    name: one.name,
    type: one.type,
    creationDate: new Date(one.created),
  }));
  return { stateMachines, ...(nextToken ? { nextToken } : {}) };
}

/** Executions of one machine, the newest first. Held against test_sfn_api :: test_state_machine_status_filter. */
export function listExecutions(
  store: MachineStore,
  executions: ExecutionStore,
  input: PageInput & { stateMachineArn?: string; mapRunArn?: string; statusFilter?: string },
): object {
  if (!input.stateMachineArn) {
    throw new AwsError(
      'ValidationException',
      "Must provide a 'stateMachineArn'; the local cloud has no Map Runs.",
    );
  }
  checkArn(input.stateMachineArn);
  if (input.statusFilter !== undefined && !STATUSES.includes(input.statusFilter)) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${input.statusFilter}' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [${STATUSES.join(', ')}]`,
    );
  }
  const machine = store.get(input.stateMachineArn);
  const all = executions
    .ofMachine(machine.arn)
    .filter((one) => input.statusFilter === undefined || one.status === input.statusFilter);
  const { items, nextToken } = pageOf(all, input, PAGE);
  const found = items.map((one) => ({
    executionArn: one.header.arn,
    stateMachineArn: one.header.machineArn,
    name: one.header.name,
    status: one.status,
    startDate: new Date(one.header.startedAt),
    ...(one.stoppedAt === undefined ? {} : { stopDate: new Date(one.stoppedAt) }),
    redriveCount: 0,
  }));
  return { executions: found, ...(nextToken ? { nextToken } : {}) };
}
