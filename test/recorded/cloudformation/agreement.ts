/** Members that replies have gained since the recordings; the API model has them. */
const NEWER = new Set(['LastOperations', 'OperationId', '$metadata']);
/** Members of the recordings that are not CloudFormation's reply. */
const OLDER = new Set(['ResponseMetadata']);

/** Where a reply of ours differs from a recorded one: paths with both sides; nothing where they agree. */
export function differences(recorded: unknown, ours: unknown, path = ''): string[] {
  const seen = readable(ours, path);
  if (typeof recorded === 'string' && (recorded === 'datetime' || recorded === 'timestamp')) {
    return seen instanceof Date ? [] : [`${path}: no date`];
  }
  if (typeof recorded === 'string')
    return sameText(recorded, seen) ? [] : [`${path}: ${recorded} / ${String(seen)}`];
  if (Array.isArray(recorded)) {
    if (!Array.isArray(seen)) return [`${path}: a list / ${typeof seen}`];
    const [left, right] = /(Details|Changes|Scope|Parameters|StackResources|Tags|Capabilities)$/.test(path)
      ? [sorted(recorded), sorted(seen)]
      : [recorded, seen];
    if (left.length !== right.length) {
      return [`${path}: ${left.length} / ${right.length} ${JSON.stringify(left)} / ${JSON.stringify(right)}`];
    }
    return left.flatMap((item, index) => differences(item, right[index], `${path}[${index}]`));
  }
  if (typeof recorded === 'object' && recorded !== null) {
    if (typeof seen !== 'object' || seen === null) return [`${path}: an object / ${typeof seen}`];
    const theirs = recorded as Record<string, unknown>;
    const mine = seen as Record<string, unknown>;
    const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
    return [...keys].flatMap((key) => {
      if (OLDER.has(key) || (NEWER.has(key) && !(key in theirs))) return [];
      // Recordings before May 2025 give an added resource a Replacement; later ones don't.
      if (key === 'Replacement' && theirs.Action === 'Add') return [];
      if (!(key in theirs) && mine[key] !== undefined)
        return [`${path}.${key}: absent / ${JSON.stringify(mine[key])}`];
      if (mine[key] === undefined) return [`${path}.${key}: ${JSON.stringify(theirs[key])} / absent`];
      return differences(theirs[key], mine[key], `${path}.${key}`);
    });
  }
  return recorded === seen ? [] : [`${path}: ${String(recorded)} / ${String(seen)}`];
}

/** Placeholders `<name:n>` stand for anything; so do generated ids and dates in event ids. */
export function sameText(recorded: string, ours: unknown): boolean {
  if (typeof ours !== 'string') return false;
  const loose = recorded
    .replace(/-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, '-<uuid>')
    .replace(/-date$/, '-<date>')
    .replaceAll('111111111111', '<account>');
  const pattern = loose.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/<[^<>]+>/g, '.+');
  return new RegExp(`^${pattern}$`).test(ours);
}

/** The recordings have JSON text already parsed. */
function readable(value: unknown, path: string): unknown {
  if (typeof value === 'string' && /(BeforeContext|AfterContext|ResourceProperties|Metadata)$/.test(path)) {
    return JSON.parse(value);
  }
  return value;
}

function sorted(list: unknown[]): unknown[] {
  const key = (item: unknown): string => {
    if (typeof item !== 'object' || item === null) return String(item);
    const one = item as Record<string, Record<string, unknown>>;
    const change = one.ResourceChange ?? {};
    return [
      change.LogicalResourceId,
      one.LogicalResourceId,
      one.Target?.Name,
      one.Target?.Attribute,
      one.ChangeSource,
      one.CausingEntity,
      one.ParameterKey,
      one.Key,
    ].join(' ');
  };
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
