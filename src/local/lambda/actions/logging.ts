import type { FunctionConfiguration } from '../model.js';
import { invalid } from '../names.js';

export interface LoggingInput {
  LogFormat?: string;
  LogGroup?: string;
  ApplicationLogLevel?: string;
  SystemLogLevel?: string;
}

type Logging = Pick<
  FunctionConfiguration,
  'logFormat' | 'logGroup' | 'applicationLogLevel' | 'systemLogLevel'
>;

/**
 * A function's logging: what the request names over what was there. Levels are JSON's alone, INFO unless named.
 * @throws AwsError InvalidParameterValueException for levels beside the format Text
 */
export function loggingOf(name: string, input: LoggingInput = {}, before: Logging | undefined): Logging {
  const logFormat = input.LogFormat ?? before?.logFormat ?? 'Text';
  const logGroup = input.LogGroup ?? before?.logGroup ?? `/aws/lambda/${name}`;
  if (logFormat === 'JSON') {
    return {
      logFormat,
      logGroup,
      applicationLogLevel: input.ApplicationLogLevel ?? before?.applicationLogLevel ?? 'INFO',
      systemLogLevel: input.SystemLogLevel ?? before?.systemLogLevel ?? 'INFO',
    };
  }
  if (input.ApplicationLogLevel || input.SystemLogLevel) {
    throw invalid('ApplicationLogLevel and SystemLogLevel need the LogFormat JSON.');
  }
  return { logFormat, logGroup, applicationLogLevel: undefined, systemLogLevel: undefined };
}
