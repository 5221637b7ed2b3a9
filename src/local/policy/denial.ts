import { AwsError } from '../protocol/errors.js';
import { modelOf } from '../protocol/model.js';

/**
 * IAM's sentence about a call that isn't allowed.
 * @param reason `because no identity-based policy allows the … action`, or another of IAM's
 * Source: IAM user guide, 'Troubleshoot access denied error messages'.
 */
export function notAuthorized(caller: string, action: string, resource: string, reason: string): string {
  return `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

/** The reason where nothing allows the action. */
export function unallowed(action: string, by = 'identity-based policy'): string {
  return `because no ${by} allows the ${action} action`;
}

/**
 * The refusal in a service's own shape: `AccessDenied` of the query protocols and of S3, `AuthorizationError` of SNS,
 * `UnauthorizedOperation` of EC2, `AccessDeniedException` of the JSON ones.
 * Sources: each API reference's 'Common errors'; SNS Publish, errors; EC2 'Error codes'.
 */
export function denial(service: string, message: string): AwsError {
  if (service === 'sns') return new AwsError('AuthorizationErrorException', message, { status: 403 });
  if (service === 'ec2') {
    const words = `You are not authorized to perform this operation. ${message}`;
    return new AwsError('UnauthorizedOperation', words, { status: 403 });
  }
  const protocol = modelOf(service)?.protocol;
  if (protocol === 'awsQuery' || protocol === 'restXml')
    return new AwsError('AccessDenied', message, { status: 403 });
  return new AwsError('AccessDeniedException', message, { status: protocol === 'restJson' ? 403 : 400 });
}
