import { AwsError } from '../protocol/errors.js';

const NAME =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?';
const QUALIFIER = '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+';

/** CreateFunction takes no dots and no `.PUBLISHED`. */
const NEW_NAME =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';
const NEW_NAME_LENGTH = 140;

/** The parts of what NAME allows, by name. */
const PARTS =
  /^(?<arn>arn:[^:]*:lambda:)?(?:(?<region>[a-z]{2}[a-z-]*-\d):)?(?:\d{12}:)?(?:function:)?(?<name>[a-zA-Z0-9-_.]+)(?::(?<own>[^:]+))?$/;

/** What a FunctionName and a Qualifier mean together. */
export interface FunctionReference {
  name: string;
  /** A version, an alias, or `$LATEST`, when one was named. */
  qualifier: string | undefined;
}

/**
 * Reads a FunctionName: a name, a partial ARN or a full one, each with or without a qualifier.
 * @throws AwsError ValidationException, ResourceNotFoundException (another Region), InvalidParameterValueException (two
 * different qualifiers), in the words recorded on AWS (lambda_ :: test_function_name_and_qualifier_validation).
 */
export function parseFunctionName(text: string, region: string, qualifier?: string): FunctionReference {
  const problems: string[] = [];
  if (qualifier !== undefined && qualifier !== '') {
    if (qualifier.length > 128) {
      problems.push(tooLong(qualifier, 'qualifier', 128));
    } else if (!new RegExp(`^(?:${QUALIFIER})$`).test(qualifier)) {
      problems.push(pattern(qualifier, 'qualifier', QUALIFIER));
    }
  }
  if (!new RegExp(`^${NAME}$`).test(text)) problems.push(pattern(text, 'functionName', NAME));
  if (problems.length > 0) throw validation(problems);
  const { arn, region: named, name = '', own } = PARTS.exec(text)?.groups ?? {};
  if (arn && !named) throw validation([pattern(text, 'functionName', NAME)]);
  if (named !== undefined && named !== region) {
    throw notFound(`Functions from '${named}' are not reachable in this region ('${region}')`);
  }
  if (own && qualifier && own !== qualifier) {
    throw invalid('The derived qualifier from the function name does not match the specified qualifier.');
  }
  return { name, qualifier: qualifier || own };
}

/** The name that CreateFunction is to make. @throws AwsError as recorded (lambda_ :: test_function_arns) */
export function parseNewName(text: string, region: string): string {
  const problems: string[] = [];
  if (text.length > NEW_NAME_LENGTH) problems.push(tooLong(text, 'functionName', NEW_NAME_LENGTH));
  if (!new RegExp(`^${NEW_NAME}$`).test(text)) problems.push(pattern(text, 'functionName', NEW_NAME));
  if (problems.length > 0) throw validation(problems);
  const { name } = parseFunctionName(text, region);
  if (name.length > 64) throw invalid(`1 validation error detected: ${tooLong(name, 'functionName', 64)}`);
  return name;
}

function tooLong(value: string, member: string, most: number): string {
  return `Value '${value}' at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${most}`;
}

/** `1 validation error detected: …`, as AWS's own front end writes it. */
export function validation(problems: string[]): AwsError {
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: `;
  return new AwsError('ValidationException', count + problems.join('; '), { status: 400 });
}

/** The sentence of one failed pattern. */
export function pattern(value: string, member: string, expression: string): string {
  return `Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${expression}`;
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { members: { Type: 'User' } });
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { members: { Type: 'User' } });
}

export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', message, { members: { Type: 'User' } });
}
