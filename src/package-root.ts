import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** The folder that holds package.json, whether we run from `src/` or from `dist/src/`. */
export const packageRoot = find();

/** A path inside the package, e.g. `packagePath('sql')`. */
export function packagePath(...parts: string[]): string {
  return join(packageRoot, ...parts);
}
