import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { notFound } from './errors.js';
import { nextRun, parseExpression } from './expression/expression.js';
import type { Schedule, ScheduleGroup, SchedulerDocument } from './model.js';

/** Groups and schedules on disk; the group `default` is always there. */
export class ScheduleStore {
  readonly cloud: Cloud;
  private readonly document: DurableDocument<SchedulerDocument>;
  private readonly listeners: (() => void)[] = [];

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.document = cloud.document<SchedulerDocument>('scheduler/schedules', { groups: {}, schedules: {} });
    const { groups } = this.document.value;
    groups.default ??= {
      name: 'default',
      state: 'ACTIVE',
      created: Date.now(),
      modified: Date.now(),
      tags: [],
    };
  }

  groups(): ScheduleGroup[] {
    return Object.values(this.document.value.groups).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  findGroup(name: string): ScheduleGroup | undefined {
    return Object.hasOwn(this.document.value.groups, name) ? this.document.value.groups[name] : undefined;
  }

  /** @throws AwsError ResourceNotFoundException */
  group(name: string): ScheduleGroup {
    const group = this.findGroup(name);
    if (!group) throw notFound(`Schedule group ${name} does not exist.`);
    return group;
  }

  schedules(): Schedule[] {
    return Object.values(this.document.value.schedules).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(group: string, name: string): Schedule | undefined {
    const key = `${group}/${name}`;
    return Object.hasOwn(this.document.value.schedules, key) ? this.document.value.schedules[key] : undefined;
  }

  /** @throws AwsError ResourceNotFoundException */
  schedule(group: string, name: string): Schedule {
    const schedule = this.find(group, name);
    if (!schedule) throw notFound(`Schedule ${name} does not exist.`);
    return schedule;
  }

  put(schedule: Schedule): void {
    this.document.value.schedules[`${schedule.group}/${schedule.name}`] = schedule;
    this.save();
  }

  remove(schedule: Schedule): void {
    delete this.document.value.schedules[`${schedule.group}/${schedule.name}`];
    this.save();
  }

  putGroup(group: ScheduleGroup): void {
    this.document.value.groups[group.name] = group;
    this.save();
  }

  removeGroup(name: string): void {
    delete this.document.value.groups[name];
    for (const schedule of this.schedules()) {
      if (schedule.group === name) delete this.document.value.schedules[`${name}/${schedule.name}`];
    }
    this.save();
  }

  save(): void {
    this.document.save();
    for (const listener of this.listeners) listener();
  }

  /** Called after every change. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  arn(schedule: { group: string; name: string }): string {
    return `arn:aws:scheduler:${this.cloud.region}:${this.cloud.accountId}:schedule/${schedule.group}/${schedule.name}`;
  }

  groupArn(name: string): string {
    return `arn:aws:scheduler:${this.cloud.region}:${this.cloud.accountId}:schedule-group/${name}`;
  }
}

/** The schedule's first run after a moment; undefined when it is disabled or has none left. */
export function runAfter(schedule: Schedule, after: number): number | undefined {
  if (schedule.state !== 'ENABLED') return undefined;
  const expression = parseExpression(schedule.expression, schedule.timezone);
  if (!expression) return undefined;
  const window = { anchor: schedule.anchor, start: schedule.startDate, end: schedule.endDate };
  return nextRun(expression, schedule.timezone, after, window);
}
