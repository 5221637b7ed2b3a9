import { type AccessTable, arnOf, noResource, type Place, passing } from '../policy/access-table.js';

interface Named {
  Name?: string;
  GroupName?: string;
  ResourceArn?: string;
}

const schedule = ({ Name = '', GroupName = 'default' }: Named, place: Place) =>
  arnOf('scheduler', place, `schedule/${GroupName}/${Name}`);
const group = ({ Name = '' }: Named, place: Place) => [arnOf('scheduler', place, `schedule-group/${Name}`)];

/** Schedules in their groups, and the role that a schedule's target gets. */
export const schedulerAccess: AccessTable = {
  needs: {
    CreateSchedule: (input, place) => [
      schedule(input, place),
      ...passing(input.Target?.RoleArn, 'scheduler'),
    ],
    UpdateSchedule: (input, place) => [
      schedule(input, place),
      ...passing(input.Target?.RoleArn, 'scheduler'),
    ],
    ListSchedules: noResource,
    ListScheduleGroups: noResource,
    CreateScheduleGroup: group,
    GetScheduleGroup: group,
    DeleteScheduleGroup: group,
  },
  otherwise: (input: Named, place) => [input.Name === undefined ? input.ResourceArn : schedule(input, place)],
};
