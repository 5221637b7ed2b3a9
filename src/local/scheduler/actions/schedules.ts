import { conflict, invalid } from '../errors.js';
import type { Schedule } from '../model.js';
import { runAfter, type ScheduleStore } from '../store.js';
import { type ScheduleInput, validateSchedule } from '../validate.js';
import { pageOf } from './page.js';

/** Makes a schedule. A rate without a start date runs at once (see BEHAVIOUR.md). */
export async function createSchedule(store: ScheduleStore, input: ScheduleInput): Promise<object> {
  await validateSchedule(store.cloud, input);
  const group = input.GroupName ?? 'default';
  if (store.group(group).state === 'DELETING') throw conflict(`Schedule group ${group} is being deleted.`);
  const existing = store.find(group, input.Name);
  if (existing) {
    if (input.ClientToken && existing.clientToken === input.ClientToken)
      return { ScheduleArn: store.arn(existing) };
    throw conflict(`Schedule ${input.Name} already exists.`);
  }
  const now = Date.now();
  const schedule = scheduleOf(input, now, now);
  schedule.next = firstRun(schedule, now);
  store.put(schedule);
  return { ScheduleArn: store.arn(schedule) };
}

/** Replaces the whole schedule. A rate that was switched on or changed counts anew; else it keeps its beat. */
export async function updateSchedule(store: ScheduleStore, input: ScheduleInput): Promise<object> {
  const before = store.schedule(input.GroupName ?? 'default', input.Name);
  await validateSchedule(store.cloud, input);
  const now = Date.now();
  const schedule = scheduleOf(input, before.created, now);
  const goesOn =
    before.state === 'ENABLED' &&
    schedule.state === 'ENABLED' &&
    before.expression === schedule.expression &&
    before.startDate === schedule.startDate;
  if (goesOn) {
    schedule.anchor = before.anchor;
    schedule.next = runAfter(schedule, now);
  } else {
    schedule.next = firstRun(schedule, now);
  }
  store.put(schedule);
  return { ScheduleArn: store.arn(schedule) };
}

export function getSchedule(store: ScheduleStore, input: { Name: string; GroupName?: string }): object {
  const schedule = store.schedule(input.GroupName ?? 'default', input.Name);
  return {
    Arn: store.arn(schedule),
    Name: schedule.name,
    GroupName: schedule.group,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    State: schedule.state,
    ...(schedule.description === undefined ? {} : { Description: schedule.description }),
    ...(schedule.startDate === undefined ? {} : { StartDate: new Date(schedule.startDate) }),
    ...(schedule.endDate === undefined ? {} : { EndDate: new Date(schedule.endDate) }),
    CreationDate: new Date(schedule.created),
    LastModificationDate: new Date(schedule.modified),
    ActionAfterCompletion: schedule.actionAfterCompletion,
    FlexibleTimeWindow:
      schedule.flexibleMinutes === undefined
        ? { Mode: 'OFF' }
        : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: schedule.flexibleMinutes },
    Target: {
      ...schedule.target,
      RetryPolicy: {
        MaximumEventAgeInSeconds: schedule.target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
        MaximumRetryAttempts: schedule.target.RetryPolicy?.MaximumRetryAttempts ?? 185,
      },
    },
  };
}

export function deleteSchedule(store: ScheduleStore, input: { Name: string; GroupName?: string }): object {
  store.remove(store.schedule(input.GroupName ?? 'default', input.Name));
  return {};
}

interface ListSchedulesInput {
  GroupName?: string;
  NamePrefix?: string;
  State?: string;
  MaxResults?: number;
  NextToken?: string;
}

export function listSchedules(store: ScheduleStore, input: ListSchedulesInput): object {
  if (input.GroupName !== undefined) store.group(input.GroupName);
  const found = store
    .schedules()
    .filter((one) => input.GroupName === undefined || one.group === input.GroupName)
    .filter((one) => input.NamePrefix === undefined || one.name.startsWith(input.NamePrefix))
    .filter((one) => input.State === undefined || one.state === input.State);
  const { items, next } = pageOf(found, input);
  const Schedules = items.map((one) => ({
    Arn: store.arn(one),
    Name: one.name,
    GroupName: one.group,
    State: one.state,
    CreationDate: new Date(one.created),
    LastModificationDate: new Date(one.modified),
    Target: { Arn: one.target.Arn },
  }));
  return { Schedules, ...(next ? { NextToken: next } : {}) };
}

function scheduleOf(input: ScheduleInput, created: number, modified: number): Schedule {
  if (input.KmsKeyArn) throw invalid("The local cloud's Scheduler does not support KmsKeyArn.");
  return {
    name: input.Name,
    group: input.GroupName ?? 'default',
    expression: input.ScheduleExpression,
    timezone: input.ScheduleExpressionTimezone ?? 'UTC',
    state: input.State ?? 'ENABLED',
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.StartDate === undefined ? {} : { startDate: input.StartDate.getTime() }),
    ...(input.EndDate === undefined ? {} : { endDate: input.EndDate.getTime() }),
    flexibleMinutes: input.FlexibleTimeWindow.MaximumWindowInMinutes,
    actionAfterCompletion: input.ActionAfterCompletion ?? 'NONE',
    target: input.Target,
    created,
    modified,
    ...(input.ClientToken === undefined ? {} : { clientToken: input.ClientToken }),
    anchor: input.StartDate?.getTime() ?? modified,
    next: undefined,
  };
}

/** A rate runs at its anchor itself, all else after the present moment. */
function firstRun(schedule: Schedule, now: number): number | undefined {
  return runAfter(schedule, Math.min(now, schedule.anchor >= now ? schedule.anchor - 1 : now));
}
