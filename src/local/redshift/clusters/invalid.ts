import { AwsError } from '../../protocol/errors.js';

/** A parameter that Redshift's control plane refuses: `InvalidParameterValue`, HTTP 400. */
export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message, { status: 400 });
}

/** Two parameters that exclude or need one another: `InvalidParameterCombination`, HTTP 400. */
export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message, { status: 400 });
}
