import { AwsError } from '../../protocol/errors.js';

/** Thrown through everything when the local cloud stops: the operation stays as it stands and is taken up again. */
export class Stopped extends Error {
  constructor() {
    super('The local cloud is stopping.');
    this.name = 'Stopped';
  }
}

/** The code by which CloudFormation's resource handlers classify a service's error. */
function handlerErrorCode(error: AwsError): string {
  if (isGone(error)) return 'NotFound';
  if (
    /AlreadyExists|AlreadyOwned|InUse$|ResourceInUse|EntityAlreadyExists|ConflictException|Duplicate/.test(
      error.code,
    )
  ) {
    return 'AlreadyExists';
  }
  if (/AccessDenied|Unauthorized|NotAuthorized/.test(error.code)) return 'AccessDenied';
  if (/LimitExceeded|QuotaExceeded/.test(error.code)) return 'ServiceLimitExceeded';
  if (isThrottling(error)) return 'Throttling';
  return error.status !== undefined && error.status >= 500 ? 'ServiceInternalError' : 'InvalidRequest';
}

/** The service says that the thing does not exist. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    (/NotFound|NoSuch|DoesNotExist|NotExist/.test(error.code) || error.code === 'Gateway.NotAttached')
  );
}

export function isThrottling(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    (/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(error.code) ||
      (error.code === 'LimitExceededException' && /rate exceeded/i.test(error.message)))
  );
}

/** The reason in a resource's event, in the form that AWS's handlers give it. */
export function reasonOf(error: unknown, service: string | undefined, token: string): string {
  if (!(error instanceof AwsError)) return error instanceof Error ? error.message : String(error);
  if (service === undefined) return error.message;
  const source = `Service: ${service}, Error Code: ${error.code}`;
  return `Resource handler returned message: "${error.message} (${source})" (RequestToken: ${token}, HandlerErrorCode: ${handlerErrorCode(error)})`;
}
