// Makes package-lock.json the same whoever's npm wrote it. Run it after `npm install` changed the lock.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
// Built and tested here on Node 20, whatever its package.json claims; a newcomer should not be warned of it.
const runsOnNode20 = new Set(['@polyglot-sql/sdk']);

const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  // Each clone asks the registry that its own npm is set to, mirrors and company proxies among them.
  delete entry.resolved;
  if (runsOnNode20.has(entry.name ?? path.split('node_modules/').pop())) delete entry.engines;
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
