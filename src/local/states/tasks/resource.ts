/** What a task's Resource names. */
export type Resource =
  | { kind: 'function'; arn: string; pattern: 'request'; type: 'lambda'; action: 'function' }
  | {
      kind: 'integration' | 'sdk';
      pattern: 'request' | 'sync' | 'waitForTaskToken';
      /** As history events name it: `lambda`, `aws-sdk:redshiftdata`. */
      type: string;
      /** `invoke`, `startExecution.sync:2`. */
      action: string;
      /** The service and action alone. */
      service: string;
      call: string;
    }
  | { kind: 'unknown'; pattern: 'request'; type: string; action: string };

/** The optimised integrations that the local cloud carries out. */
export const INTEGRATIONS = new Set([
  'lambda:invoke',
  'lambda:invoke.waitForTaskToken',
  'states:startExecution',
  'states:startExecution.sync',
  'states:startExecution.sync:2',
  'sns:publish',
]);

/** Reads a Resource: a function's ARN, an SDK action, or an optimised integration. */
export function resourceOf(arn: string): Resource {
  if (/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:/.test(arn)) {
    return { kind: 'function', arn, pattern: 'request', type: 'lambda', action: 'function' };
  }
  const match =
    /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:(aws-sdk:)?([a-z0-9]+):([A-Za-z0-9]+)((?:\.[A-Za-z]+(?::2)?)?)$/.exec(
      arn,
    );
  if (!match) return { kind: 'unknown', pattern: 'request', type: '', action: arn };
  const [, sdk, service = '', call = '', suffix = ''] = match;
  const pattern =
    suffix === '.waitForTaskToken' ? 'waitForTaskToken' : suffix.startsWith('.sync') ? 'sync' : 'request';
  return {
    kind: sdk ? 'sdk' : 'integration',
    pattern,
    type: `${sdk ?? ''}${service}`,
    action: call + suffix,
    service,
    call,
  };
}
