import { listedConfiguration } from '../describe.js';
import { invalid, validation } from '../names.js';
import type { FunctionStore } from '../store.js';

interface ListFunctionsInput {
  FunctionVersion?: string;
  Marker?: string;
  MaxItems?: number;
}

/** Functions by name, 50 a page; with `FunctionVersion=ALL` their versions too. */
export function listFunctions(store: FunctionStore, input: ListFunctionsInput): object {
  if (input.FunctionVersion !== undefined && input.FunctionVersion !== 'ALL') {
    throw validation([
      `Value '${input.FunctionVersion}' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]`,
    ]);
  }
  const all = store.all().flatMap((record) => {
    const latest = listedConfiguration(store, record, record.latest, '$LATEST');
    if (input.FunctionVersion !== 'ALL') return [listedConfiguration(store, record, record.latest)];
    return [latest, ...record.versions.map((one) => listedConfiguration(store, record, one, one.version))];
  });
  return page(all, 'Functions', input);
}

/** The versions of one function, `$LATEST` first. */
export function listVersions(
  store: FunctionStore,
  input: { FunctionName: string; Marker?: string; MaxItems?: number },
): object {
  const { record } = store.resolve(input.FunctionName);
  const all = [record.latest, ...record.versions].map((one) =>
    listedConfiguration(store, record, one, one.version),
  );
  return page(all, 'Versions', input);
}

/** One page of a list; the marker is the next item's number. */
export function page(all: object[], member: string, input: { Marker?: string; MaxItems?: number }): object {
  const start = input.Marker === undefined ? 0 : Number(input.Marker);
  if (!Number.isSafeInteger(start) || start < 0) throw invalid('Invalid marker');
  const end = start + Math.min(input.MaxItems ?? 50, 50);
  return { [member]: all.slice(start, end), ...(end < all.length ? { NextMarker: String(end) } : {}) };
}
