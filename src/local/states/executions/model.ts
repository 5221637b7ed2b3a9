import type { Details, Mark } from '../interpreter/host.js';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** The first line of an execution's file: what it runs. */
export interface ExecutionHeader {
  arn: string;
  name: string;
  machineArn: string;
  machineName: string;
  roleArn: string;
  /** The definition as it was at the start: an update of the machine does not reach running executions. */
  definition: string;
  /** As it was given. */
  input: string;
  /** epoch ms */
  startedAt: number;
  revisionId?: string;
}

/** Each further line: one event of the history. */
export interface ExecutionEvent {
  id: number;
  previous: number;
  /** epoch ms */
  at: number;
  type: string;
  details?: Details;
  /** Where to resume; not part of the history. */
  mark?: Mark;
}

/** What lists and descriptions need without reading the file. */
export interface ExecutionSummary {
  header: ExecutionHeader;
  status: ExecutionStatus;
  stoppedAt: number | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
}

const ENDS: Record<string, ExecutionStatus> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/** The status that an event ends an execution with; undefined for every other event. */
export function statusAfter(event: ExecutionEvent): ExecutionStatus | undefined {
  return ENDS[event.type];
}

/** Takes the end of an execution over into its summary. */
export function summarise(summary: ExecutionSummary, event: ExecutionEvent): void {
  const status = statusAfter(event);
  if (!status) return;
  const details = event.details?.[1] ?? {};
  summary.status = status;
  summary.stoppedAt = event.at;
  summary.output = details.output as string | undefined;
  summary.error = details.error as string | undefined;
  summary.cause = details.cause as string | undefined;
}
