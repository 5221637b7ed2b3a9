import { randomUUID } from 'node:crypto';
import { AwsError } from '../../protocol/errors.js';
import { describeConfiguration } from '../describe.js';
import type { Pool } from '../environment/pool.js';
import type { FunctionRecord } from '../model.js';
import { conflict } from '../names.js';
import type { FunctionStore } from '../store.js';
import { checkRole, type Settings, validateSettings } from '../validate.js';
import { checkArchitectures } from './architectures.js';
import { type CodeInput, receiveCode } from './code.js';
import { type LoggingInput, loggingOf } from './logging.js';
import { publish } from './publish-version.js';

interface UpdateCodeInput extends CodeInput {
  FunctionName: string;
  Publish?: boolean;
  DryRun?: boolean;
  RevisionId?: string;
  Architectures?: string[];
}

interface UpdateConfigurationInput extends Settings {
  FunctionName: string;
  Description?: string;
  RevisionId?: string;
  TracingConfig?: { Mode?: string };
  LoggingConfig?: LoggingInput;
}

/** Replaces the code: InProgress, then Successful. Environments of the old code end once they are idle. */
export async function updateFunctionCode(
  store: FunctionStore,
  pool: Pool,
  input: UpdateCodeInput,
): Promise<object> {
  const { record } = store.resolve(input.FunctionName);
  checkArchitectures(input.Architectures);
  begin(store, record, input.RevisionId);
  const code = await receiveCode(store.cloud, store, input);
  // Another update may have come in while the archive did.
  begin(store, record, input.RevisionId);
  if (input.DryRun) return describeConfiguration(store, record, { ...record.latest, ...code });
  store.release(record.latest);
  Object.assign(record.latest, code);
  if (input.Architectures?.[0]) record.latest.architecture = input.Architectures[0];
  return finish(store, pool, record, input.Publish);
}

/** Changes what the request names and keeps the rest. */
export async function updateFunctionConfiguration(
  store: FunctionStore,
  pool: Pool,
  input: UpdateConfigurationInput,
): Promise<object> {
  const { record } = store.resolve(input.FunctionName);
  validateSettings(input);
  begin(store, record, input.RevisionId);
  if (input.Role) await checkRole(store.cloud, input.Role);
  begin(store, record, input.RevisionId);
  const { latest } = record;
  Object.assign(latest, loggingOf(record.name, input.LoggingConfig, latest));
  latest.runtime = input.Runtime ?? latest.runtime;
  latest.role = input.Role ?? latest.role;
  latest.handler = input.Handler ?? latest.handler;
  latest.description = input.Description ?? latest.description;
  latest.timeout = input.Timeout ?? latest.timeout;
  latest.memorySize = input.MemorySize ?? latest.memorySize;
  latest.environment = input.Environment?.Variables ?? latest.environment;
  latest.ephemeralStorage = input.EphemeralStorage?.Size ?? latest.ephemeralStorage;
  latest.tracing = input.TracingConfig?.Mode ?? latest.tracing;
  return finish(store, pool, record);
}

function begin(store: FunctionStore, record: FunctionRecord, revisionId: string | undefined): void {
  if (revisionId && revisionId !== record.latest.revisionId) {
    throw new AwsError(
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      { members: { Type: 'User' } },
    );
  }
  if (record.latest.state === 'Pending' || record.latest.lastUpdateStatus === 'InProgress') {
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${store.arn(record.name)}`,
    );
  }
}

function finish(store: FunctionStore, pool: Pool, record: FunctionRecord, published = false): object {
  record.latest.lastUpdateStatus = 'InProgress';
  record.latest.lastModified = Date.now();
  record.latest.revisionId = randomUUID();
  store.save();
  store.dropUnusedCode();
  pool.retire(record.name);
  const reply = describeConfiguration(store, record, record.latest);
  store.settle(record);
  return published ? publish(store, record) : reply;
}
