import { matchesWildcard } from '../policy/wildcard.js';
import { AwsError } from '../protocol/errors.js';

export interface Filter {
  Name?: string;
  Values?: string[];
}

/**
 * Keeps the resources that match every filter (any of its values; `*` and `?` are wildcards).
 * A filter's name is a tag (`tag:KEY`, `tag-key`), one of the kind's own, or the kebab-case name of a member.
 * @throws AwsError InvalidParameterValue for a name that this kind of resource does not have
 */
export function applyFilters<T extends object>(
  resources: readonly T[],
  filters: readonly Filter[] | undefined,
  own: Readonly<Record<string, string>>,
  members: ReadonlySet<string>,
): T[] {
  return (filters ?? []).reduce<T[]>(
    (left, filter) => {
      const name = filter.Name ?? '';
      const look = lookFor(name, own, members);
      if (!filter.Values?.length)
        throw new AwsError('InvalidParameterValue', `The filter '${name}' needs at least one value`);
      return left.filter((resource) =>
        look(resource).some((value) => filter.Values?.some((pattern) => matchesWildcard(pattern, value))),
      );
    },
    [...resources],
  );
}

function lookFor(
  name: string,
  own: Readonly<Record<string, string>>,
  members: ReadonlySet<string>,
): (resource: object) => string[] {
  if (name === 'tag-key') return (resource) => values(resource, ['Tags', 'Key']);
  if (name.startsWith('tag:')) {
    const key = name.slice(4);
    return (resource) =>
      ((resource as { Tags?: { Key: string; Value: string }[] }).Tags ?? [])
        .filter((tag) => tag.Key === key)
        .map((tag) => tag.Value);
  }
  const path = own[name] ?? memberOf(name);
  if (own[name] === undefined && !members.has(path))
    throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
  return (resource) => values(resource, path.split('.'));
}

/** `availability-zone` → `AvailabilityZone` */
function memberOf(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}

function values(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => values(item, path));
  const [first, ...rest] = path;
  if (first === undefined) return value === undefined || value === null ? [] : [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return values((value as Record<string, unknown>)[first], rest);
}
