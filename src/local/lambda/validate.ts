import type { Cloud } from '../cloud.js';
import { AwsError } from '../protocol/errors.js';
import { invalid, pattern, validation } from './names.js';
import { checkRuntime } from './runtimes.js';

const ROLE = 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+';
const RESERVED = new Set(
  [
    '_HANDLER',
    '_X_AMZN_TRACE_ID',
    'AWS_DEFAULT_REGION',
    'AWS_REGION',
    'AWS_EXECUTION_ENV',
    'AWS_LAMBDA_FUNCTION_NAME',
  ]
    .concat([
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_LAMBDA_FUNCTION_VERSION',
      'AWS_LAMBDA_INITIALIZATION_TYPE',
    ])
    .concat([
      'AWS_LAMBDA_LOG_GROUP_NAME',
      'AWS_LAMBDA_LOG_STREAM_NAME',
      'AWS_ACCESS_KEY',
      'AWS_ACCESS_KEY_ID',
    ])
    .concat([
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_LAMBDA_RUNTIME_API',
      'LAMBDA_TASK_ROOT',
      'LAMBDA_RUNTIME_DIR',
    ]),
);
const ENVIRONMENT_LIMIT = 4096;

/** The members of CreateFunction and UpdateFunctionConfiguration that both check alike. */
export interface Settings {
  Runtime?: string;
  Role?: string;
  Handler?: string;
  Timeout?: number;
  MemorySize?: number;
  Environment?: { Variables?: Record<string, string> };
  EphemeralStorage?: { Size: number };
  VpcConfig?: { SubnetIds?: string[]; SecurityGroupIds?: string[] };
  Layers?: string[];
  ImageConfig?: unknown;
  FileSystemConfigs?: unknown[];
  SnapStart?: { ApplyOn?: string };
  DeadLetterConfig?: { TargetArn?: string };
}

/**
 * Checks what AWS checks before it makes or changes a function, in the order and words recorded on AWS.
 * @throws AwsError ValidationException or InvalidParameterValueException.
 */
export function validateSettings(settings: Settings): void {
  const problems: string[] = [];
  if (settings.Role !== undefined && !new RegExp(`^${ROLE}$`).test(settings.Role)) {
    problems.push(pattern(settings.Role, 'role', ROLE));
  }
  range(problems, settings.Timeout, 'timeout', 1, 900);
  range(problems, settings.MemorySize, 'memorySize', 128, 10_240);
  range(problems, settings.EphemeralStorage?.Size, 'ephemeralStorage.size', 512, 10_240);
  if (settings.Handler !== undefined && !/^\S{1,128}$/.test(settings.Handler)) {
    problems.push(pattern(settings.Handler, 'handler', '[^\\s]+'));
  }
  if (problems.length > 0) throw validation(problems);
  if (settings.Runtime !== undefined) checkRuntime(settings.Runtime);
  validateEnvironment(settings.Environment?.Variables);
  refuseUnsupported(settings);
}

function range(
  problems: string[],
  value: number | undefined,
  member: string,
  low: number,
  high: number,
): void {
  if (value === undefined) return;
  const limit =
    value < low ? `greater than or equal to ${low}` : value > high ? `less than or equal to ${high}` : '';
  if (limit) {
    problems.push(
      `Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${limit}`,
    );
  }
}

function validateEnvironment(variables: Record<string, string> | undefined): void {
  if (!variables) return;
  const reserved = Object.keys(variables).filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  for (const name of Object.keys(variables)) {
    if (!/^[a-zA-Z]([a-zA-Z0-9_])+$/.test(name)) {
      throw validation([
        `Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]`,
      ]);
    }
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > ENVIRONMENT_LIMIT) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
}

/** Said by name instead of being kept and not acted on. */
function refuseUnsupported(settings: Settings): void {
  const unsupported = [
    [settings.VpcConfig?.SubnetIds?.length || settings.VpcConfig?.SecurityGroupIds?.length, 'VpcConfig'],
    [settings.Layers?.length, 'Layers'],
    [settings.ImageConfig, 'ImageConfig'],
    [settings.FileSystemConfigs?.length, 'FileSystemConfigs'],
    [settings.SnapStart?.ApplyOn !== undefined && settings.SnapStart.ApplyOn !== 'None', 'SnapStart'],
    [settings.DeadLetterConfig?.TargetArn, 'DeadLetterConfig'],
  ] as const;
  for (const [used, name] of unsupported) {
    if (used) throw invalid(`The local cloud's Lambda does not support ${name}.`);
  }
}

/**
 * A function's role must exist and trust Lambda.
 * @throws AwsError InvalidParameterValueException in AWS's words when it can't be assumed.
 */
export async function checkRole(cloud: Cloud, roleArn: string): Promise<void> {
  try {
    await cloud.credentialsFor({
      service: 'lambda.amazonaws.com',
      roleArn,
      sessionName: 'lambda-role-check',
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
  }
}
