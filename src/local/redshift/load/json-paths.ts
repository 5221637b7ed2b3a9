import { SqlError } from '../dialect/sql-error.js';

const step =
  /\.([A-Za-z_][\w-]*)|\[\s*(\d+)\s*\]|\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/y;

/**
 * The paths of a JSONPaths file: `{"jsonpaths": ["$.a.b", "$['c'][0]"]}`. Dots and brackets, names and positions; no
 * wildcards and no filters, as in Redshift.
 * @throws SqlError where the file is none, or a path is none
 */
export function readJsonPaths(text: string): (string | number)[][] {
  let paths: unknown;
  try {
    paths = (JSON.parse(text) as { jsonpaths?: unknown }).jsonpaths;
  } catch {
    throw new SqlError('Invalid JSONPaths format: the file is not JSON', '22023');
  }
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) {
    throw new SqlError("Invalid JSONPaths format: Expected 'jsonpaths' to be an array of strings", '22023');
  }
  return paths.map(readPath);
}

function readPath(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  let at = 1;
  while (path[0] === '$' && at < path.length) {
    step.lastIndex = at;
    const found = step.exec(path);
    if (!found) break;
    const [, name, position, single, double] = found;
    steps.push(
      position === undefined ? (name ?? (single ?? double ?? '').replace(/\\(.)/g, '$1')) : Number(position),
    );
    at = step.lastIndex;
  }
  if (path[0] !== '$' || at < path.length) throw new SqlError(`Invalid JSONPath format: ${path}`, '22023');
  return steps;
}
