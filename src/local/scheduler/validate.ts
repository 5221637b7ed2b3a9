import type { Cloud } from '../cloud.js';
import { AwsError } from '../protocol/errors.js';
import { invalid } from './errors.js';
import { parseExpression } from './expression/expression.js';
import { checkZone } from './expression/zone.js';
import type { Target } from './model.js';
import { targetOf } from './targets.js';

const NAME = '^[0-9a-zA-Z-_.]+$';
const ROLE = '^arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$';

/** The members that CreateSchedule and UpdateSchedule share. */
export interface ScheduleInput {
  Name: string;
  GroupName?: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone?: string;
  FlexibleTimeWindow: { Mode: 'OFF' | 'FLEXIBLE'; MaximumWindowInMinutes?: number };
  Target: Target;
  State?: 'ENABLED' | 'DISABLED';
  Description?: string;
  StartDate?: Date;
  EndDate?: Date;
  ActionAfterCompletion?: 'NONE' | 'DELETE';
  KmsKeyArn?: string;
  ClientToken?: string;
}

/** @throws AwsError ValidationException for a name of a schedule or a group that AWS does not take. */
export function checkName(name: string, member: string): void {
  const constraint = !new RegExp(NAME).test(name)
    ? `Member must satisfy regular expression pattern: ${NAME}`
    : name.length > 64
      ? 'Member must have length less than or equal to 64'
      : undefined;
  if (constraint) {
    throw invalid(
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: ${constraint}`,
    );
  }
}

/**
 * Checks everything about a schedule but its group.
 * @throws AwsError ValidationException; `Invalid Schedule Expression …` as recorded (scheduler :: test_scheduler).
 */
export async function validateSchedule(cloud: Cloud, input: ScheduleInput): Promise<void> {
  checkName(input.Name, 'name');
  const zone = input.ScheduleExpressionTimezone ?? 'UTC';
  try {
    checkZone(zone);
  } catch {
    throw invalid(`Invalid ScheduleExpressionTimezone ${zone}.`);
  }
  const expression = parseExpression(input.ScheduleExpression, zone);
  if (!expression) throw invalid(`Invalid Schedule Expression ${input.ScheduleExpression}.`);
  checkWindow(input.FlexibleTimeWindow);
  if (input.StartDate && input.EndDate && input.StartDate >= input.EndDate) {
    throw invalid('The StartDate you specify must be earlier than the EndDate.');
  }
  if (expression.kind !== 'at' && input.EndDate && input.EndDate.getTime() <= Date.now()) {
    throw invalid('The EndDate you specify cannot be earlier than the current time.');
  }
  await checkTarget(cloud, input.Target);
}

function checkWindow(window: ScheduleInput['FlexibleTimeWindow']): void {
  const minutes = window.MaximumWindowInMinutes;
  if (window.Mode === 'OFF' && minutes !== undefined) {
    throw invalid('MaximumWindowInMinutes must not be set when FlexibleTimeWindow Mode is OFF.');
  }
  if (window.Mode === 'FLEXIBLE' && (minutes === undefined || minutes < 1 || minutes > 1440)) {
    throw invalid('MaximumWindowInMinutes must be from 1 to 1440 when FlexibleTimeWindow Mode is FLEXIBLE.');
  }
}

async function checkTarget(cloud: Cloud, target: Target): Promise<void> {
  if (!new RegExp(ROLE).test(target.RoleArn)) {
    throw invalid(
      `1 validation error detected: Value '${target.RoleArn}' at 'target.roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ${ROLE}`,
    );
  }
  for (const member of [
    'EcsParameters',
    'EventBridgeParameters',
    'SageMakerPipelineParameters',
    'SqsParameters',
  ] as const) {
    if (target[member]) throw invalid(`The local cloud's Scheduler does not support ${member}.`);
  }
  if (target.DeadLetterConfig?.Arn) {
    throw invalid(
      "The local cloud's Scheduler does not support DeadLetterConfig: there is no SQS beside it.",
    );
  }
  targetOf(target);
  try {
    await cloud.credentialsFor({
      service: 'scheduler.amazonaws.com',
      roleArn: target.RoleArn,
      sessionName: 'scheduler-check',
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
  }
}
