// The whole build: TypeScript → dist, API models, the functions that go into the templates, the dashboard's page.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildModels } from './build-models.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const only = process.argv.slice(2);
const wanted = (part) => only.length === 0 || only.includes(part);

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (only.length === 0) rmSync(`${root}/dist`, { recursive: true, force: true });
if (wanted('models')) await buildModels(`${root}/dist/models`);
if (wanted('functions')) run('scripts/build-functions.js');
if (wanted('code')) run('node_modules/typescript/bin/tsc');
if (wanted('page')) run('scripts/build-page.js');
