/**
 * One page of sorted keys: those with the prefix, after a key, rolled up at the delimiter.
 * @returns keys and common prefixes (each counts as one of the limit) and, when more follow, where to go on
 */
export function walkKeys(
  sorted: readonly string[],
  options: { prefix: string; delimiter: string; after: string; limit: number },
): { keys: string[]; prefixes: string[]; next: string | undefined } {
  const { prefix, delimiter, after, limit } = options;
  const keys: string[] = [];
  const prefixes: string[] = [];
  let last = after;
  for (const key of sorted) {
    if (!key.startsWith(prefix) || !isAfter(key, after)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    // A page that ended on a common prefix goes on behind all that it stands for.
    if (common !== undefined && (common === after || common === prefixes.at(-1))) continue;
    if (keys.length + prefixes.length >= limit) return { keys, prefixes, next: limit ? last : undefined };
    if (common === undefined) keys.push(key);
    else prefixes.push(common);
    last = common ?? key;
  }
  return { keys, prefixes, next: undefined };
}

function isAfter(key: string, after: string): boolean {
  return after === '' || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
}
