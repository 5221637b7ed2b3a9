import type { Construct } from 'constructs';
import { cdk, states } from './cdk.js';
import { arns, names } from './names.js';
import type { WorkshopTemplatesOptions } from './options.js';
import { refreshDefinition } from './refresh-definition.js';
import { role } from './role.js';
import { everyMinute } from './schedule.js';

/** The state machine that refreshes the views, and its schedule. */
export class StepFunctionStack extends cdk.Stack {
  constructor(scope: Construct, id: string, options: WorkshopTemplatesOptions) {
    super(scope, id, {
      description: 'Redshift streaming workshop: the state machine that refreshes the views',
    });
    const { name } = options;
    const machineRole = role(this, 'RefreshRole', {
      service: 'states.amazonaws.com',
      description: 'Lets the state machine refresh the views as their owner',
      allow: [
        { actions: ['redshift-data:ExecuteStatement'], resources: [arns.cluster(name)] },
        // DescribeStatement takes no resource but `*`; it shows a statement only to the role that started it.
        { actions: ['redshift-data:DescribeStatement'], resources: ['*'] },
        {
          actions: ['redshift:GetClusterCredentials'],
          resources: [arns.databaseUser(name, names.admin), arns.database(name)],
        },
        { actions: ['states:ListExecutions'], resources: [arns.stateMachine(name)] },
      ],
    });
    const machine = new states.CfnStateMachine(this, 'Refresh', {
      stateMachineName: names.refresh(name),
      stateMachineType: 'STANDARD',
      roleArn: machineRole.attrArn,
      definitionString: JSON.stringify(refreshDefinition(name)),
    });

    const schedulerRole = role(this, 'SchedulerRole', {
      service: 'scheduler.amazonaws.com',
      description: 'Lets the schedule start the state machine',
      allow: [{ actions: ['states:StartExecution'], resources: [machine.ref] }],
    });
    const schedule = everyMinute(this, 'RefreshSchedule', {
      name: names.refresh(name),
      description: 'Refreshes the views, each minute',
      targetArn: machine.ref,
      roleArn: schedulerRole.attrArn,
    });

    new cdk.CfnOutput(this, 'StateMachineArn', { value: machine.ref });
    new cdk.CfnOutput(this, 'RefreshScheduleName', { value: schedule.ref });
  }
}
