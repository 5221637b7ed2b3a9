import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { scheduler } from './cdk.js';

/**
 * A schedule that fires each minute once it is switched on. It is made DISABLED: setup switches it on as its last
 * step, and pause and resume use the same switch. A minute that could not be delivered is not made up for.
 */
export function everyMinute(
  scope: Construct,
  id: string,
  options: { name: string; description: string; targetArn: string; roleArn: string },
): CfnSchedule {
  return new scheduler.CfnSchedule(scope, id, {
    name: options.name,
    description: options.description,
    scheduleExpression: 'rate(1 minute)',
    flexibleTimeWindow: { mode: 'OFF' },
    state: 'DISABLED',
    target: {
      arn: options.targetArn,
      roleArn: options.roleArn,
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
    },
  });
}
