import type { Schedule } from './model.js';

/** One run of a schedule. */
export interface Run {
  executionId: string;
  /** epoch ms */
  scheduled: number;
  /** 1 for the first */
  attempt: number;
}

/** The input of a run: the schedule's own with its context attributes filled in (scheduler/latest/UserGuide/managing-schedule-context-attributes), or AWS's default notification. */
export function payloadOf(
  schedule: Schedule,
  run: Run,
  place: { arn: string; region: string; account: string },
): string {
  const time = new Date(run.scheduled).toISOString().replace('.000Z', 'Z');
  if (schedule.target.Input === undefined) {
    return JSON.stringify({
      version: '0',
      id: run.executionId,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: place.account,
      time,
      region: place.region,
      resources: [place.arn],
      detail: '{}',
    });
  }
  return schedule.target.Input.replaceAll('<aws.scheduler.schedule-arn>', place.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.execution-id>', run.executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(run.attempt));
}
