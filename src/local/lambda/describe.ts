import { createHash } from 'node:crypto';
import type { FunctionConfiguration, FunctionRecord } from './model.js';
import type { FunctionStore } from './store.js';

/** AWS writes `2023-01-31T12:00:00.000+0000` in this one API, as text and not as a timestamp. */
export function lambdaTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '+0000');
}

/** As lists show it: without states. Held against lambda_ :: test_version_lifecycle. */
export function listedConfiguration(...args: Parameters<typeof describeConfiguration>): object {
  const hidden = /^(State|LastUpdateStatus)/;
  return Object.fromEntries(
    Object.entries(describeConfiguration(...args)).filter(([name]) => !hidden.test(name)),
  );
}

/** A FunctionConfiguration as the API answers it. `arnQualifier` is there when the caller named a version or published one. */
export function describeConfiguration(
  store: FunctionStore,
  record: FunctionRecord,
  configuration: FunctionConfiguration,
  arnQualifier?: string,
): object {
  const updating = configuration.lastUpdateStatus === 'InProgress';
  const pending = configuration.state === 'Pending';
  const runtime = createHash('sha256').update(configuration.runtime).digest('hex');
  return {
    FunctionName: record.name,
    FunctionArn: store.arn(record.name, arnQualifier),
    Runtime: configuration.runtime,
    Role: configuration.role,
    Handler: configuration.handler,
    CodeSize: configuration.codeSize,
    Description: configuration.description,
    Timeout: configuration.timeout,
    MemorySize: configuration.memorySize,
    LastModified: lambdaTime(configuration.lastModified),
    CodeSha256: configuration.codeSha256,
    Version: configuration.version,
    ...(configuration.environment ? { Environment: { Variables: configuration.environment } } : {}),
    TracingConfig: { Mode: configuration.tracing },
    RevisionId: configuration.revisionId,
    State: configuration.state,
    ...(pending ? { StateReason: 'The function is being created.', StateReasonCode: 'Creating' } : {}),
    ...(configuration.lastUpdateStatus ? { LastUpdateStatus: configuration.lastUpdateStatus } : {}),
    ...(updating
      ? { LastUpdateStatusReason: 'The function is being created.', LastUpdateStatusReasonCode: 'Creating' }
      : {}),
    PackageType: 'Zip',
    Architectures: [configuration.architecture],
    EphemeralStorage: { Size: configuration.ephemeralStorage },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:${store.cloud.region}::runtime:${runtime}` },
    LoggingConfig: {
      LogFormat: configuration.logFormat,
      LogGroup: configuration.logGroup,
      ...(configuration.logFormat === 'JSON'
        ? {
            ApplicationLogLevel: configuration.applicationLogLevel,
            SystemLogLevel: configuration.systemLogLevel,
          }
        : {}),
    },
  };
}
