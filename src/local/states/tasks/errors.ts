import { randomUUID } from 'node:crypto';
import { AwsError } from '../../protocol/errors.js';
import { StatesError } from '../interpreter/errors.js';

/** The cause of an optimised integration's error, in the words of the older SDK that AWS uses there. */
export function integrationError(error: unknown, prefix: string, service: string): unknown {
  if (!(error instanceof AwsError)) return error;
  const cause = `${error.message} (Service: ${service}; Status Code: ${error.status ?? 400}; Error Code: ${error.code}; Request ID: ${requestIdOf(error)}; Proxy: null)`;
  const name = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
  return new StatesError(`${prefix}.${name}`, cause);
}

/** The request's id where the reply told it, else one of ours. */
export function requestIdOf(error: AwsError): string {
  const known = error.members.requestId ?? error.members.RequestId;
  return typeof known === 'string' ? known : randomUUID();
}
