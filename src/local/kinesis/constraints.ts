import { AwsError } from '../protocol/errors.js';

/** A broken constraint in AWS's words, or nothing. */
export type Finding = string | undefined;

/** @throws AwsError ValidationException that lists what was found, as AWS words it */
export function validate(...findings: Finding[]): void {
  const found = findings.filter((f) => f !== undefined);
  if (found.length === 0) return;
  const count = `${found.length} validation error${found.length > 1 ? 's' : ''} detected`;
  throw new AwsError('ValidationException', `${count}: ${found.join('; ')}`);
}

/** For members within lists and structures: the codec has checked the request's own. */
export function present(member: string, value: unknown): Finding {
  return value === undefined || value === null
    ? broken(member, 'null', 'Member must not be null')
    : undefined;
}

export function matches(member: string, value: string | undefined, pattern: RegExp): Finding {
  if (value === undefined || new RegExp(`^(?:${pattern.source})$`).test(value)) return undefined;
  return broken(member, `'${value}'`, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

export function lengthWithin(
  member: string,
  value: string | readonly unknown[] | undefined,
  least: number,
  most: number,
): Finding {
  if (value === undefined) return undefined;
  const shown = typeof value === 'string' ? `'${value}'` : `'[${value.map(String).join(', ')}]'`;
  if (value.length < least)
    return broken(member, shown, `Member must have length greater than or equal to ${least}`);
  if (value.length > most)
    return broken(member, shown, `Member must have length less than or equal to ${most}`);
  return undefined;
}

export function valueWithin(member: string, value: number | undefined, least: number, most: number): Finding {
  if (value === undefined) return undefined;
  if (value < least)
    return broken(member, `'${value}'`, `Member must have value greater than or equal to ${least}`);
  if (value > most)
    return broken(member, `'${value}'`, `Member must have value less than or equal to ${most}`);
  return undefined;
}

export function oneOf(member: string, value: string | undefined, allowed: readonly string[]): Finding {
  if (value === undefined || allowed.includes(value)) return undefined;
  return broken(member, `'${value}'`, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
}

/** A text of 1 to 128 characters, as names of streams, shards and consumers are. */
export function name(member: string, value: string | undefined): Finding {
  return matches(member, value, /[a-zA-Z0-9_.-]+/) ?? lengthWithin(member, value, 1, 128);
}

function broken(member: string, shown: string, constraint: string): string {
  return `Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`;
}
