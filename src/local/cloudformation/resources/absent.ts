import { AwsError } from '../../protocol/errors.js';
import { isGone } from '../engine/failure.js';

/** The reply, or undefined where the service says that the thing does not exist. */
export async function unlessAbsent<T>(reply: Promise<T>): Promise<T | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** For services whose create call quietly accepts a name that is taken: CloudFormation refuses it. */
export function alreadyExists(type: string, name: string): AwsError {
  return new AwsError(
    'AlreadyExists',
    `Resource of type '${type}' with identifier '${name}' already exists.`,
  );
}
