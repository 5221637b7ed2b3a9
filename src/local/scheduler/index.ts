import type { Cloud } from '../cloud.js';
import type { Action, Service } from '../service.js';
import { schedulerAccess } from './access.js';
import {
  createScheduleGroup,
  deleteScheduleGroup,
  finishDeletion,
  getScheduleGroup,
  listScheduleGroups,
} from './actions/groups.js';
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  updateSchedule,
} from './actions/schedules.js';
import { listTagsForResource, tagResource, untagResource } from './actions/tags.js';
import { Runner } from './runner.js';
import { ScheduleStore } from './store.js';

/** EventBridge Scheduler: rates, cron and single times that call functions, state machines and any action. */
export function createSchedulerService(cloud: Cloud): Service {
  const store = new ScheduleStore(cloud);
  const runner = new Runner(cloud, store);
  const on =
    <I>(act: (store: ScheduleStore, input: I) => object): Action =>
    (input: I) =>
      act(store, input);
  return {
    id: 'scheduler',
    access: schedulerAccess,
    actions: {
      CreateSchedule: on(createSchedule),
      GetSchedule: on(getSchedule),
      UpdateSchedule: on(updateSchedule),
      DeleteSchedule: on(deleteSchedule),
      ListSchedules: on(listSchedules),
      CreateScheduleGroup: on(createScheduleGroup),
      GetScheduleGroup: on(getScheduleGroup),
      ListScheduleGroups: on(listScheduleGroups),
      DeleteScheduleGroup: on(deleteScheduleGroup),
      TagResource: on(tagResource),
      UntagResource: on(untagResource),
      ListTagsForResource: on(listTagsForResource),
    },
    start() {
      for (const group of store.groups()) if (group.state === 'DELETING') finishDeletion(store, group);
      runner.start();
    },
    stop() {
      runner.stop();
    },
  };
}
