import { AwsError } from '../protocol/errors.js';
import { lengthWithin, validate } from './constraints.js';

const MAX_TAGS = 50;
/** Letters of any script, digits, white space and these signs. */
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Checks tags that are to be added to others.
 * @throws AwsError ValidationException, InvalidArgumentException
 */
export function checkTags(
  added: Record<string, string>,
  present: Record<string, string>,
  resource: string,
  accountId: string,
): void {
  for (const [key, value] of Object.entries(added)) {
    validate(lengthWithin('tags', key, 1, 128), lengthWithin('tags', value, 0, 256));
  }
  const failed = `Failed to add tags to stream ${resource} under account ${accountId} because`;
  if (
    !Object.entries(added)
      .flat()
      .every((text) => ALLOWED.test(text))
  ) {
    throw new AwsError(
      'InvalidArgumentException',
      `${failed} some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, ` +
        "'_',',','/','=','+','-','@'.",
    );
  }
  if (Object.keys({ ...present, ...added }).length > MAX_TAGS) {
    throw new AwsError(
      'InvalidArgumentException',
      `${failed} a given stream cannot have more than ${MAX_TAGS} tags associated with it.`,
    );
  }
}

/** In the order of the keys, as the API lists them. */
export function tagList(tags: Record<string, string>): { Key: string; Value: string }[] {
  return Object.keys(tags)
    .sort()
    .map((key) => ({ Key: key, Value: tags[key] ?? '' }));
}
