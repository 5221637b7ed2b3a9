import type { JsonObject } from '../template/json.js';
import { unlessAbsent } from './absent.js';
import { given, number, object, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::Scheduler::Schedule. Ref is the name. */
export const schedulerSchedule: ResourceType = {
  type: 'AWS::Scheduler::Schedule',
  properties: [
    'Description',
    'EndDate',
    'FlexibleTimeWindow',
    'KmsKeyArn',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'StartDate',
    'State',
    'Target',
  ],
  createOnly: ['GroupName', 'Name'],
  required: ['FlexibleTimeWindow', 'ScheduleExpression', 'Target'],
  name: { property: 'Name', maximum: 64 },
  attributes: ['Arn'],
  // A second call with the same ClientToken is the same call, so after a kill it is simply made again.
  async create(request) {
    await request.call('scheduler', 'CreateSchedule', {
      ...shape(request, request.name),
      ClientToken: token(request),
    });
    return request.name;
  },
  async find(request) {
    const reply = await unlessAbsent(request.call('scheduler', 'GetSchedule', key(request, request.name)));
    const wanted = text(object(request.properties.Target)?.Arn);
    return reply && reply.Target?.Arn === wanted ? request.name : undefined;
  },
  async read(request) {
    const reply = await request.call('scheduler', 'GetSchedule', key(request, request.physicalId));
    return { Arn: reply.Arn };
  },
  async update(request) {
    await request.call('scheduler', 'UpdateSchedule', shape(request, request.physicalId));
  },
  async remove(request) {
    await request.call('scheduler', 'DeleteSchedule', key(request, request.physicalId));
  },
};

const token = (request: ResourceRequest): string => request.token.slice(0, 64);

function key({ properties }: ResourceRequest, Name: string) {
  return given({ Name, GroupName: text(properties.GroupName) });
}

function shape(request: ResourceRequest, name: string) {
  const { properties } = request;
  const window = object(properties.FlexibleTimeWindow) ?? {};
  return {
    ...key(request, name),
    ...given({
      Description: text(properties.Description),
      EndDate: date(text(properties.EndDate)),
      KmsKeyArn: text(properties.KmsKeyArn),
      ScheduleExpression: text(properties.ScheduleExpression),
      ScheduleExpressionTimezone: text(properties.ScheduleExpressionTimezone),
      StartDate: date(text(properties.StartDate)),
      State: text(properties.State),
    }),
    FlexibleTimeWindow: given({
      Mode: text(window.Mode),
      MaximumWindowInMinutes: number(window.MaximumWindowInMinutes),
    }),
    Target: target(object(properties.Target) ?? {}),
  };
}

function target(value: JsonObject) {
  const { RetryPolicy, ...rest } = value;
  const retry = object(RetryPolicy);
  return {
    ...rest,
    ...(retry && {
      RetryPolicy: given({
        MaximumEventAgeInSeconds: number(retry.MaximumEventAgeInSeconds),
        MaximumRetryAttempts: number(retry.MaximumRetryAttempts),
      }),
    }),
  };
}

function date(value: string | undefined): Date | undefined {
  return value === undefined ? undefined : new Date(value);
}
