import { AwsError } from './protocol/errors.js';
import type { ServiceModel } from './protocol/model.js';

/** What the JSON services say → what the others say. */
const queryCodes: Record<string, string> = {
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
  ExpiredTokenException: 'ExpiredToken',
};

/**
 * A failed authentication in a service's own code: one and the same mistake is `InvalidSignatureException` to Kinesis,
 * `SignatureDoesNotMatch` to STS and S3, `AuthFailure` to EC2. Any other error is returned as it is.
 * Sources: the services' lists of common errors, e.g.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function authenticationError(model: ServiceModel | undefined, error: AwsError): AwsError {
  const queryCode = queryCodes[error.code];
  if (queryCode === undefined) return error;
  if (model?.protocol === 'ec2Query' && queryCode !== 'ExpiredToken') {
    return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', {
      status: 401,
    });
  }
  if (model?.id === 's3' && queryCode === 'InvalidClientTokenId') {
    return new AwsError(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      { status: 403 },
    );
  }
  const spoken = model?.protocol === 'awsQuery' || model?.protocol === 'restXml' ? queryCode : error.code;
  return new AwsError(spoken, error.message, {
    ...(error.status === undefined ? {} : { status: error.status }),
    members: error.members,
  });
}
