import { randomUUID } from 'node:crypto';
import { describeConfiguration } from '../describe.js';
import type { Pool } from '../environment/pool.js';
import type { FunctionConfiguration, FunctionRecord } from '../model.js';
import { conflict, invalid, parseNewName } from '../names.js';
import type { FunctionStore } from '../store.js';
import { checkRole, type Settings, validateSettings } from '../validate.js';
import { checkArchitectures } from './architectures.js';
import { type CodeInput, receiveCode } from './code.js';
import { type LoggingInput, loggingOf } from './logging.js';
import { publish } from './publish-version.js';
import { checkTags } from './tags.js';

export interface CreateFunctionInput extends Settings {
  FunctionName: string;
  Role: string;
  Code: CodeInput;
  Description?: string;
  Publish?: boolean;
  PackageType?: string;
  Architectures?: string[];
  TracingConfig?: { Mode?: string };
  LoggingConfig?: LoggingInput;
  Tags?: Record<string, string>;
}

/** Makes a function: Pending, then Active after the settings' delay. Held against lambda_ :: test_function_lifecycle. */
export async function createFunction(
  store: FunctionStore,
  pool: Pool,
  input: CreateFunctionInput,
): Promise<object> {
  const name = parseNewName(input.FunctionName, store.cloud.region);
  checkArchitectures(input.Architectures);
  validateSettings(input);
  if (input.PackageType === 'Image')
    throw invalid("The local cloud's Lambda does not support container images.");
  if (!input.Runtime) throw invalid('Runtime is mandatory for functions created with deployment packages.');
  if (!input.Handler) throw invalid('Handler is mandatory for functions created with deployment packages.');
  checkTags(input.Tags);
  await checkRole(store.cloud, input.Role);
  const code = await receiveCode(store.cloud, store, input.Code);
  if (store.find(name)) throw conflict(`Function already exist: ${name}`);
  const configuration: FunctionConfiguration = {
    version: '$LATEST',
    runtime: input.Runtime,
    role: input.Role,
    handler: input.Handler,
    description: input.Description ?? '',
    timeout: input.Timeout ?? 3,
    memorySize: input.MemorySize ?? 128,
    environment: input.Environment?.Variables,
    architecture: input.Architectures?.[0] ?? 'x86_64',
    ephemeralStorage: input.EphemeralStorage?.Size ?? 512,
    tracing: input.TracingConfig?.Mode ?? 'PassThrough',
    ...loggingOf(name, input.LoggingConfig, undefined),
    lastModified: Date.now(),
    ...code,
    revisionId: randomUUID(),
    state: 'Pending',
    lastUpdateStatus: undefined,
  };
  const record: FunctionRecord = {
    name,
    latest: configuration,
    versions: [],
    nextVersion: 1,
    tags: { ...input.Tags },
    eventInvoke: {},
    policies: {},
  };
  store.add(record);
  const reply = describeConfiguration(store, record, configuration);
  store.settle(record, () => pool.prepare(record));
  // On AWS the reply to a creation that publishes names the version, and the function's ARN without it.
  return input.Publish ? { ...publish(store, record), FunctionArn: store.arn(name) } : reply;
}
