import { type AccessTable, arnOf, noResource, passing } from '../policy/access-table.js';

/** State machines and executions by the ARN that the call has. */
export const statesAccess: AccessTable = {
  needs: {
    CreateStateMachine: ({ name, roleArn }, place) => [
      arnOf('states', place, `stateMachine:${name}`),
      ...passing(roleArn, 'states'),
    ],
    UpdateStateMachine: ({ stateMachineArn, roleArn }, _place) => [
      stateMachineArn,
      ...passing(roleArn, 'states'),
    ],
    TestState: ({ roleArn }, _place) => [
      { action: 'states:TestState', resource: '*' },
      ...passing(roleArn, 'states'),
    ],
    CreateActivity: ({ name }, place) => [arnOf('states', place, `activity:${name}`)],
    // By their token, which names no resource in policies.
    SendTaskSuccess: noResource,
    SendTaskFailure: noResource,
    SendTaskHeartbeat: noResource,
  },
  otherwise: (input) => [
    input.executionArn ??
      input.mapRunArn ??
      input.stateMachineArn ??
      input.stateMachineVersionArn ??
      input.stateMachineAliasArn ??
      input.activityArn ??
      input.resourceArn,
  ],
};
