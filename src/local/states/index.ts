import type { Cloud } from '../cloud.js';
import type { Action, Service } from '../service.js';
import { statesAccess } from './access.js';
import {
  describeExecution,
  describeStateMachineForExecution,
  getExecutionHistory,
  startExecution,
  startSyncExecution,
  stopExecution,
} from './actions/executions.js';
import { listExecutions, listStateMachines } from './actions/lists.js';
import {
  createStateMachine,
  deleteStateMachine,
  describeStateMachine,
  updateStateMachine,
  validateStateMachineDefinition,
} from './actions/machines.js';
import { listTagsForResource, tagResource, untagResource } from './actions/tags.js';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './actions/task-tokens.js';
import { ExecutionStore } from './executions/execution-store.js';
import { MachineStore } from './machine-store.js';

/** Step Functions: the states language in JSONPath and JSONata, executions that outlive the process. See BEHAVIOUR.md. */
export function createStatesService(cloud: Cloud): Service {
  const store = new MachineStore(cloud);
  const executions = new ExecutionStore(cloud);
  const onMachines =
    <I>(act: (store: MachineStore, input: I) => object): Action =>
    (input: I) =>
      act(store, input);
  const onBoth =
    <I>(act: (store: MachineStore, executions: ExecutionStore, input: I) => object): Action =>
    (input: I) =>
      act(store, executions, input);
  const onExecutions =
    <I>(act: (executions: ExecutionStore, input: I) => object): Action =>
    (input: I) =>
      act(executions, input);
  return {
    id: 'states',
    access: statesAccess,
    actions: {
      CreateStateMachine: onMachines(createStateMachine),
      UpdateStateMachine: onMachines(updateStateMachine),
      DeleteStateMachine: onBoth(deleteStateMachine),
      DescribeStateMachine: onMachines(describeStateMachine),
      ListStateMachines: onMachines(listStateMachines),
      ValidateStateMachineDefinition: onMachines(validateStateMachineDefinition),
      StartExecution: onBoth(startExecution),
      StartSyncExecution: onBoth(startSyncExecution),
      StopExecution: onExecutions(stopExecution),
      DescribeExecution: onExecutions(describeExecution),
      DescribeStateMachineForExecution: onExecutions(describeStateMachineForExecution),
      ListExecutions: onBoth(listExecutions),
      GetExecutionHistory: onExecutions(getExecutionHistory),
      SendTaskSuccess: onExecutions(sendTaskSuccess),
      SendTaskFailure: onExecutions(sendTaskFailure),
      SendTaskHeartbeat: onExecutions(sendTaskHeartbeat),
      TagResource: onMachines(tagResource),
      UntagResource: onMachines(untagResource),
      ListTagsForResource: onMachines(listTagsForResource),
    },
    start() {
      executions.start();
    },
    stop() {
      executions.stop();
    },
  };
}
