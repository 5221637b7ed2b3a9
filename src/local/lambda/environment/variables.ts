import type { Cloud, Credentials } from '../../cloud.js';
import type { FunctionConfiguration } from '../model.js';

/**
 * The whole environment of a function: Lambda's own variables, its role's credentials, the local endpoint, and the
 * function's own variables. Nothing of the host's.
 */
export function functionVariables(
  cloud: Cloud,
  name: string,
  configuration: FunctionConfiguration,
  credentials: Credentials,
  places: { codeFolder: string; logStream: string },
): Record<string, string> {
  return {
    ...configuration.environment,
    _HANDLER: configuration.handler,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ENDPOINT_URL: configuration.environment?.AWS_ENDPOINT_URL ?? cloud.endpoint,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memorySize),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: configuration.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: places.logStream,
    AWS_REGION: cloud.region,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    // AWS runs the function on the Node that its template names; which one runs here is not the function's affair.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // The SDK looks for ~/.aws: away from the user's own.
    HOME: places.codeFolder,
    LAMBDA_TASK_ROOT: places.codeFolder,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
