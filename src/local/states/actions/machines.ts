import { AwsError } from '../../protocol/errors.js';
import type { ExecutionStore } from '../executions/execution-store.js';
import type { Diagnostic } from '../language/findings.js';
import { validateDefinition } from '../language/validate.js';
import type { MachineStore, StateMachine } from '../machine-store.js';
import { checkName } from '../names.js';

interface CreateInput {
  name: string;
  definition: string;
  roleArn: string;
  type?: 'STANDARD' | 'EXPRESS';
  loggingConfiguration?: object;
  tracingConfiguration?: { enabled?: boolean };
  tags?: { key: string; value: string }[];
  publish?: boolean;
  encryptionConfiguration?: { type?: string };
}

/** Makes a machine; the same request again answers the machine that is there. Held against test_sfn_api :: test_create_*. */
export async function createStateMachine(store: MachineStore, input: CreateInput): Promise<object> {
  checkName(input.name);
  refuseUnsupported(input);
  await checkDefinition(input.definition);
  checkRole(input.roleArn);
  const machine: StateMachine = {
    arn: store.arn(input.name),
    name: input.name,
    definition: input.definition,
    roleArn: input.roleArn,
    type: input.type ?? 'STANDARD',
    created: Date.now(),
    logging: { level: 'OFF', includeExecutionData: false, ...input.loggingConfiguration },
    tracing: { enabled: input.tracingConfiguration?.enabled ?? false },
    tags: input.tags ?? [],
  };
  const existing = store.find(machine.arn);
  if (existing && !same(existing, machine)) {
    throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machine.arn}'`);
  }
  if (!existing) store.put(machine);
  return { stateMachineArn: machine.arn, creationDate: new Date((existing ?? machine).created) };
}

interface UpdateInput {
  stateMachineArn: string;
  definition?: string;
  roleArn?: string;
  loggingConfiguration?: object;
  tracingConfiguration?: { enabled?: boolean };
  publish?: boolean;
  encryptionConfiguration?: { type?: string };
}

/** Changes what new executions run; running ones keep theirs. */
export async function updateStateMachine(store: MachineStore, input: UpdateInput): Promise<object> {
  const machine = store.get(input.stateMachineArn);
  const { definition, roleArn, loggingConfiguration, tracingConfiguration } = input;
  if ([definition, roleArn, loggingConfiguration, tracingConfiguration].every((one) => one === undefined)) {
    throw new AwsError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the TracingConfiguration must be specified',
    );
  }
  refuseUnsupported(input);
  if (definition !== undefined) await checkDefinition(definition);
  if (roleArn !== undefined) checkRole(roleArn);
  const changed: StateMachine = {
    ...machine,
    definition: definition ?? machine.definition,
    roleArn: roleArn ?? machine.roleArn,
    logging: loggingConfiguration ?? machine.logging,
    tracing: { enabled: tracingConfiguration?.enabled ?? machine.tracing.enabled },
    revisionId: store.newRevision(),
  };
  store.put(changed);
  return { updateDate: new Date(), revisionId: changed.revisionId };
}

/** Deletes a machine, and ends what runs of it; deleting what is not there is no error. */
export function deleteStateMachine(
  store: MachineStore,
  executions: ExecutionStore,
  input: { stateMachineArn: string },
): object {
  const machine = store.find(input.stateMachineArn);
  if (!machine) return {};
  store.remove(machine);
  executions.abortAll(machine.arn);
  return {};
}

export function describeStateMachine(store: MachineStore, input: { stateMachineArn: string }): object {
  const machine = store.get(input.stateMachineArn);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: new Date(machine.created),
    loggingConfiguration: machine.logging,
    tracingConfiguration: machine.tracing,
    ...(machine.revisionId === undefined ? {} : { revisionId: machine.revisionId }),
  };
}

/** The checks of CreateStateMachine alone. */
export async function validateStateMachineDefinition(
  _store: MachineStore,
  input: { definition: string; maxResults?: number },
): Promise<object> {
  const all = await validateDefinition(input.definition);
  const most = input.maxResults || 100;
  return {
    result: all.length > 0 ? 'FAIL' : 'OK',
    diagnostics: all.slice(0, most),
    truncated: all.length > most,
  };
}

async function checkDefinition(definition: string): Promise<void> {
  const [first] = await validateDefinition(definition);
  if (first)
    throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${sentence(first)}'`);
}

function sentence(diagnostic: Diagnostic): string {
  return `${diagnostic.code}: ${diagnostic.message}${diagnostic.location ? ` at ${diagnostic.location}` : ''}`;
}

function checkRole(roleArn: string): void {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
    throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid role ARN: ${roleArn}'`);
  }
}

function refuseUnsupported(input: { publish?: boolean; encryptionConfiguration?: { type?: string } }): void {
  if (input.publish)
    throw new AwsError('ValidationException', 'The local cloud does not support versions of state machines.');
  if (input.encryptionConfiguration?.type === 'CUSTOMER_MANAGED_KMS_KEY') {
    throw new AwsError('ValidationException', 'The local cloud does not support CUSTOMER_MANAGED_KMS_KEY.');
  }
}

function same(a: StateMachine, b: StateMachine): boolean {
  const parts = (one: StateMachine) =>
    JSON.stringify([one.definition, one.roleArn, one.type, one.logging, one.tracing]);
  return parts(a) === parts(b);
}
