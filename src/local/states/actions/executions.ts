import { randomUUID } from 'node:crypto';
import { AwsError } from '../../protocol/errors.js';
import type { ExecutionStore } from '../executions/execution-store.js';
import type { ExecutionEvent, ExecutionHeader, ExecutionSummary } from '../executions/model.js';
import { checkArn, type MachineStore, type StateMachine } from '../machine-store.js';
import { checkName } from '../names.js';
import { checkInput } from './input.js';
import { pageOf } from './page.js';

interface StartInput {
  stateMachineArn: string;
  name?: string;
  input?: string;
}

/** Starts an execution; the same name with the same input answers the one that runs. Held against test_sfn_api :: test_start_execution*. */
export function startExecution(store: MachineStore, executions: ExecutionStore, input: StartInput): object {
  const machine = store.get(input.stateMachineArn);
  const header = headerOf(store, machine, input);
  if (machine.type === 'EXPRESS') {
    const execution = executions.beginExpress(header);
    return { executionArn: execution.executionArn, startDate: new Date(header.startedAt) };
  }
  const existing = executions.find(header.arn)?.summary;
  if (existing) {
    if (existing.status === 'RUNNING' && existing.header.input === header.input) {
      return { executionArn: header.arn, startDate: new Date(existing.header.startedAt) };
    }
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${header.arn}'`);
  }
  executions.begin(header);
  return { executionArn: header.arn, startDate: new Date(header.startedAt) };
}

/** Runs an Express machine to its end. @throws AwsError StateMachineTypeNotSupported for a Standard one */
export async function startSyncExecution(
  store: MachineStore,
  executions: ExecutionStore,
  input: StartInput,
): Promise<object> {
  const machine = store.get(input.stateMachineArn);
  if (machine.type !== 'EXPRESS') {
    throw new AwsError(
      'StateMachineTypeNotSupported',
      'This operation is not supported by this type of state machine',
    );
  }
  const header = headerOf(store, machine, input);
  const execution = executions.beginExpress(header);
  await execution.finished;
  const { status, output, error, cause, stoppedAt = Date.now() } = execution.summary;
  const milliseconds = Math.ceil((stoppedAt - header.startedAt) / 100) * 100;
  return {
    executionArn: header.arn,
    stateMachineArn: machine.arn,
    name: header.name,
    startDate: new Date(header.startedAt),
    stopDate: new Date(stoppedAt),
    status,
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    input: header.input,
    inputDetails: { included: true },
    billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: milliseconds },
  };
}

function headerOf(store: MachineStore, machine: StateMachine, input: StartInput): ExecutionHeader {
  const name = input.name ?? randomUUID();
  checkName(name);
  const text = input.input ?? '{}';
  checkInput(text);
  const express = machine.type === 'EXPRESS';
  const arn = express
    ? `${store.executionArn(machine.name, name).replace(':execution:', ':express:')}:${randomUUID()}`
    : store.executionArn(machine.name, name);
  return {
    arn,
    name,
    machineArn: machine.arn,
    machineName: machine.name,
    roleArn: machine.roleArn,
    definition: machine.definition,
    input: text,
    startedAt: Date.now(),
    ...(machine.revisionId === undefined ? {} : { revisionId: machine.revisionId }),
  };
}

/** @throws AwsError InvalidArn, ExecutionDoesNotExist */
function found(executions: ExecutionStore, arn: string) {
  checkArn(arn);
  const entry = executions.find(arn);
  if (!entry) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return entry;
}

export function describeExecution(executions: ExecutionStore, input: { executionArn: string }): object {
  const { summary } = found(executions, input.executionArn);
  const { header } = summary;
  return {
    executionArn: header.arn,
    stateMachineArn: header.machineArn,
    name: header.name,
    status: summary.status,
    startDate: new Date(header.startedAt),
    ...(summary.stoppedAt === undefined ? {} : { stopDate: new Date(summary.stoppedAt) }),
    input: header.input,
    inputDetails: { included: true },
    ...(summary.output === undefined ? {} : { output: summary.output, outputDetails: { included: true } }),
    ...(summary.error === undefined ? {} : { error: summary.error }),
    ...(summary.cause === undefined ? {} : { cause: summary.cause }),
    redriveCount: 0,
    ...redriveOf(summary),
  };
}

function redriveOf(summary: ExecutionSummary): object {
  if (summary.status === 'RUNNING' || summary.status === 'SUCCEEDED') {
    return {
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: `Execution is ${summary.status} and cannot be redriven`,
    };
  }
  return { redriveStatus: 'REDRIVABLE' };
}

/** The machine as the execution runs it. */
export function describeStateMachineForExecution(
  executions: ExecutionStore,
  input: { executionArn: string },
): object {
  const { header } = found(executions, input.executionArn).summary;
  return {
    stateMachineArn: header.machineArn,
    name: header.machineName,
    definition: header.definition,
    roleArn: header.roleArn,
    updateDate: new Date(header.startedAt),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    ...(header.revisionId === undefined ? {} : { revisionId: header.revisionId }),
  };
}

/** Ends a running execution; one that has ended is left as it is. */
export function stopExecution(
  executions: ExecutionStore,
  input: { executionArn: string; error?: string; cause?: string },
): object {
  const { running, summary } = found(executions, input.executionArn);
  running?.abort(input.error, input.cause);
  return { stopDate: new Date(summary.stoppedAt ?? Date.now()) };
}

interface HistoryInput {
  executionArn: string;
  maxResults?: number;
  nextToken?: string;
  reverseOrder?: boolean;
  includeExecutionData?: boolean;
}

/** The events so far. Held against every recorded history of stepfunctions/v2. */
export function getExecutionHistory(executions: ExecutionStore, input: HistoryInput): object {
  const events = executions.events(found(executions, input.executionArn));
  const ordered = input.reverseOrder ? [...events].reverse() : events;
  const { items, nextToken } = pageOf(ordered, input, { default: 100, highest: 1000 });
  return {
    events: items.map((event) => describeEvent(event, input.includeExecutionData ?? true)),
    ...(nextToken ? { nextToken } : {}),
  };
}

const DATA = new Set([
  'input',
  'output',
  'parameters',
  'inputDetails',
  'outputDetails',
  'assignedVariables',
  'assignedVariablesDetails',
]);

function describeEvent(event: ExecutionEvent, withData: boolean): object {
  const details = event.details
    ? { [event.details[0]]: withData ? event.details[1] : withoutData(event.details[1]) }
    : {};
  return {
    id: event.id,
    previousEventId: event.previous,
    timestamp: new Date(event.at),
    type: event.type,
    ...details,
  };
}

function withoutData(details: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(details).filter(([key]) => !DATA.has(key)));
}
