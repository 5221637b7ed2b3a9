import { AwsError } from '../protocol/errors.js';

/** CloudFormation's answer to nearly every wrong request (HTTP 400). */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message, { status: 400 });
}

/** The same, of a template that is wrong in itself. */
export function formatError(message: string): AwsError {
  return validationError(`Template format error: ${message}`);
}

/** The same, of an intrinsic function used wrongly. */
export function functionError(message: string): AwsError {
  return validationError(`Template error: ${message}`);
}
