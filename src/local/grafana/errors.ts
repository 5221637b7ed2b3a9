import { AwsError } from '../protocol/errors.js';

/** A request member that is not as the API takes it. */
export function invalid(name: string, message: string): AwsError {
  return new AwsError('ValidationException', message, {
    members: { reason: 'FIELD_VALIDATION_FAILED', fieldList: [{ name, message }] },
  });
}

/** Nothing of that id. */
export function notFound(message: string, resourceId: string, resourceType: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { members: { resourceId, resourceType } });
}

/** Its state, or something of the same name, stands against it. */
export function conflict(message: string, resourceId: string, resourceType: string): AwsError {
  return new AwsError('ConflictException', message, { members: { resourceId, resourceType } });
}

/** Refuses a value outside an API's own list of them. @throws AwsError ValidationException */
export function oneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw invalid(name, `Value '${value}' at '${name}' must satisfy enum value set: [${allowed.join(', ')}]`);
}

/** Refuses a text that a pattern does not match as a whole. @throws AwsError ValidationException */
export function matching(name: string, value: string | undefined, pattern: RegExp): void {
  if (value === undefined || pattern.test(value)) return;
  throw invalid(name, `Value at '${name}' must satisfy regular expression pattern: ${pattern.source}`);
}
